"""Which of the addresses in this process anybody may ask, and by which methods."""

from __future__ import annotations

import pytest

from gbaqa.web.guarding.paths import is_counted, is_open, takes

OPEN = """
/ /sources /source/1 /docs /openapi.json /api/ask /v1/models /healthz /readyz /config /theme.css
/assets/x.js /static/fonts/x.woff2 /page/0/chat.js /gradio_api/info /gradio_api/info/
/gradio_api/queue/join /gradio_api/queue/data /gradio_api/call/ask /gradio_api/call/search/abc-1
/gradio_api/heartbeat/abc /gradio_api/mcp /gradio_api/mcp/ /gradio_api/cancel /loginpage
""".split()
CLOSED = """
/login /login/ /logout /monitoring /monitoring/summary /manifest.json /pwa_icon/192 /svelte/x
/gradio_api /gradio_api/ /gradio_api/upload /gradio_api/upload_progress /gradio_api/file=/etc/passwd
/gradio_api/file/x /gradio_api/proxy=https://a.example /gradio_api/component_server
/gradio_api/run/ask /gradio_api/api/ask /gradio_api/call/other /gradio_api/call/v2/ask
/gradio_api/openapi.json /gradio_api/dev/reload /gradio_api/vibe-edit /gradio_api/process_recording
/gradio_api/deep_link /gradio_api/token /gradio_api/user /gradio_api/runs /gradio_api/call/ask/../x
/gradio_api/heartbeat/a/b /gradio_api/custom_component/a/client/component/x.js /gradio_api/none
""".split()


@pytest.mark.parametrize("path", OPEN)
def test_what_the_page_and_programs_use_is_open(path: str) -> None:
    assert is_open(path)


@pytest.mark.parametrize("path", CLOSED)
def test_all_else_of_gradio_is_closed(path: str) -> None:
    assert not is_open(path)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "X"])
def test_nothing_is_put_or_deleted(method: str) -> None:
    assert not takes("/sources", method)
    assert not takes("/gradio_api/queue/join", method)
    assert takes("/api/ask", method)  # whose route refuses it, and says what it takes


def test_what_is_asked_by_watchers_or_kept_by_browsers_is_not_counted() -> None:
    counted = {path: is_counted(path) for path in OPEN}
    assert [path for path, is_so in counted.items() if not is_so] == [
        "/healthz",
        "/readyz",
        "/theme.css",
        "/assets/x.js",
        "/static/fonts/x.woff2",
        "/page/0/chat.js",
    ]
