"""What the command line takes: every command with its arguments, and their help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from gbaqa import __version__
from gbaqa.settings import MAX_PORT

SEE_HELP = 'see "gbaqa --help"'
FILTERS = {
    "language": ("L", "the document's own language: en, zh-Hant, zh-Hans or pt"),
    "publisher": ("P", "part of the publisher's name, whatever its case"),
    "topic": ("T", "one topic of the document, whole, whatever its case"),
    "since": ("DATE", "of DATE or later: YYYY, YYYY-MM or YYYY-MM-DD; undated ones never"),
    "until": ("DATE", "of DATE or earlier, likewise"),
}

DESCRIBED = {  # what can be said of a document that is added
    "title": ("T", "its title, where the document's own will not do"),
    "publisher": ("P", "its publisher"),
    "date": ("D", "its date: YYYY, YYYY-MM or YYYY-MM-DD"),
    "language": ("L", "its language: en, zh-Hant, zh-Hans or pt"),
    "url": ("U", "the address that its citations lead to"),
}


class _Parser(argparse.ArgumentParser):
    """Tells a wrong call in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"gbaqa: {message}; {SEE_HELP}\n")


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The command's name as `command`, and its arguments; a wrong call ends the program with 2."""
    return _parser().parse_args(argv)


def filter_values(arguments: argparse.Namespace) -> dict[str, str]:
    """The filters as they were typed, by name; "" where one was not."""
    return {name: getattr(arguments, name) for name in FILTERS}


def described_fields(arguments: argparse.Namespace) -> dict[str, str | tuple[str, ...]]:
    """What was said of a document that is added, by the fields of its metadata."""
    topics = {"topics": tuple(arguments.topic)} if arguments.topic else {}
    said = {name: getattr(arguments, name) for name in DESCRIBED}
    return {name: text for name, text in said.items() if text is not None} | topics


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="gbaqa", description="Cited answers about the Greater Bay Area.")
    parser.add_argument("--version", action="version", version=f"gbaqa {__version__}")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks"
        )
        if name not in ("add", "verify", "compare"):
            command.add_argument("--index", type=Path, metavar="DIR", help="folder of the index")
        return command

    index = add("index", "build or update the index")
    index.add_argument("corpus", nargs="?", type=Path, metavar="CORPUS")
    bring = add("add", "bring documents into the corpus, from web addresses or files")
    bring.add_argument("sources", nargs="+", metavar="URL|FILE")
    bring.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the documents")
    for name, (metavar, text) in DESCRIBED.items():
        bring.add_argument(f"--{name}", metavar=metavar, help=text)
    bring.add_argument("--topic", action="append", metavar="T", help="a topic; may be repeated")
    bring.add_argument("--replace", action="store_true", help="put it in the place of an older one")
    search = add("search", "ranked passages")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="at most N passages")
    ask = add("ask", "one answer")
    ask.add_argument("question", metavar="QUESTION")
    chat = add("chat", "questions and follow-ups in the terminal")
    serve = add("serve", "the web app")
    serve.add_argument("--host", metavar="H")
    serve.add_argument("--port", type=_port, metavar="P")
    evaluate = add("eval", "score retrieval, answers and dialogues of a dataset")
    evaluate.add_argument("dataset", type=Path, metavar="DATASET")
    evaluate.add_argument("--split", metavar="S", help="default: dev where there is one")
    evaluate.add_argument("--run", dest="run_file", type=Path, metavar="FILE", help="TREC run file")
    evaluate.add_argument("--report", dest="page", type=Path, metavar="FILE", help="HTML report")
    evaluate.add_argument("--baseline", type=Path, metavar="FILE", help="print differences from it")
    compare = add("compare", "what changed from one result of eval to another")
    compare.add_argument("first", type=Path, metavar="A", help="what gbaqa eval --json printed")
    compare.add_argument("second", type=Path, metavar="B", help="the same, of the changed system")
    verify = add("verify", "replay every citation of an answer")
    verify.add_argument(
        "answer",
        metavar="ANSWER",
        help="what gbaqa ask --json printed, or an answer exported as Markdown; "
        '"-" reads standard input',
    )
    verify.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the documents")
    for command in (search, ask, chat):
        _add_filters(command)
    for command in (search, ask, evaluate, compare):
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _add_filters(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("filters", "Only documents that pass all of these count.")
    for name, (metavar, text) in FILTERS.items():
        group.add_argument(f"--{name}", default="", metavar=metavar, help=text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to {MAX_PORT}")
    return int(text)
