"""Pages that work without JavaScript: templates filled with escaped text."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from gbaqa.web.warming import RETRY_AFTER, Failed, Loading
from gbaqa.web.wording import read_words


def plain_page(
    request: Request, template: str, *, status: int = 200, title: str, **fields: object
) -> HTMLResponse:
    """The filled template; `fields` are escaped where the template does not say `safe`."""
    page = _templates().get_template(template)
    root = request.scope.get("root_path", "")
    shown = {"document": None, "text": "", **fields}
    return HTMLResponse(page.render(title=title, root=root, **shown), status_code=status)


def unavailable(request: Request, state: Loading | Failed) -> HTMLResponse:
    """The page while there is no index to read from; it tries again by itself while that helps."""
    words = read_words()
    if isinstance(state, Loading):
        texts = {"title": words["waiting_title"], "text": words["waiting"]}
        page = plain_page(request, "waiting.html", status=503, **texts)
    else:
        texts = {"title": words["failed_title"], "text": f"{words['failed']} {state.problem}"}
        page = plain_page(request, "page.html", status=503, **texts)
    page.headers["Retry-After"] = RETRY_AFTER
    return page


@cache
def _templates() -> Environment:
    # autoescape always: a template's name must not decide whether text can become markup
    environment = Environment(
        loader=PackageLoader("gbaqa.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = files(__package__).joinpath("static", "plain.css").read_text(encoding="utf-8")
    environment.globals.update(words=dict(read_words()), style=style)
    return environment
