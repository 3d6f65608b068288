"""The server says at once when it cannot have its address."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from gbaqa.errors import IndexUnusable, SettingError
from gbaqa.web.serving import listen, serve
from tests.fakes import FAKE_ENCODER, build_index, write_files


def test_a_missing_index_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match=re.escape("there is no index in")):
        serve(tmp_path, encoder_name="none", host="127.0.0.1", port=0)


def test_an_index_of_another_encoder_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    build_index(write_files(tmp_path / "corpus", {"a.txt": "A text."}), tmp_path / "index")
    with pytest.raises(IndexUnusable, match="the index was built with encoder 'bag-of-words'"):
        serve(tmp_path / "index", encoder_name="none", host="127.0.0.1", port=0)


def test_a_taken_port_is_told_in_one_line(tmp_path: Path) -> None:
    build_index(write_files(tmp_path / "corpus", {"a.txt": "A text."}), tmp_path / "index")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        expected = f"cannot listen on 127.0.0.1 port {port}: Address already in use; choose another"
        with pytest.raises(SettingError, match=re.escape(expected)):
            serve(tmp_path / "index", encoder_name=FAKE_ENCODER, host="127.0.0.1", port=port)


def test_a_reply_does_not_wait_for_an_acknowledgement() -> None:
    with (
        listen("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
