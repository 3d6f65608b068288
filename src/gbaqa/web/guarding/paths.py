"""Tell which addresses and methods there are: of Gradio's, those that this page needs."""

from __future__ import annotations

import re

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# these answer other methods by themselves, naming those that the address takes
OWN = re.compile(r"/(?:api|v1)(?:/|$)")

TOOL = r"(?:ask|search|get_document)"
ID = r"[A-Za-z0-9_-]{1,64}"
# What the page and gradio_client call. All else under /gradio_api is for components and modes that
# this page does not have: uploads, files, proxying, editing, recording, logging in.
GRADIO = re.compile(
    r"/gradio_api/(?:"
    r"app_id|info|startup-events|theme\.css|queue/join|queue/data|queue/status|cancel|reset|mcp|"
    rf"heartbeat/{ID}|call/{TOOL}|call/{TOOL}/{ID}"
    r")/?"
)
GRADIO_ROOT = re.compile(r"/gradio_api(?:/|$)")
# and at its root: logging in, statistics, an installable app, components rendered on a server
CLOSED = re.compile(r"/(?:login|logout|monitoring|manifest\.json|pwa_icon|svelte)(?:/|$)")

# asked by whoever watches the server, or fetched once and kept
UNCOUNTED = re.compile(r"/(?:healthz|readyz|favicon\.ico|theme\.css)$|/(?:page|assets|static)/")


def is_open(path: str) -> bool:
    """Whether anything may answer at a path, seen from the app's root.

    >>> is_open("/sources"), is_open("/gradio_api/call/ask"), is_open("/gradio_api/upload")
    (True, True, False)
    """
    if GRADIO_ROOT.match(path):
        return GRADIO.fullmatch(path) is not None
    return CLOSED.match(path) is None


def takes(path: str, method: str) -> bool:
    """Whether a method is looked at; nothing here is put, patched or deleted."""
    return method in METHODS or OWN.match(path) is not None


def is_counted(path: str) -> bool:
    """Whether a request counts for the client's rate.

    >>> is_counted("/api/ask"), is_counted("/healthz"), is_counted("/page/0/chat.js")
    (True, False, False)
    """
    return UNCOUNTED.match(path) is None
