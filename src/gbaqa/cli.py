"""Every command, thin: read settings, call one room, print."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from gbaqa import __version__
from gbaqa.errors import CheckFailed, GbaqaError, InputError, SettingError
from gbaqa.settings import MAX_PORT, Settings

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant

# Rooms are imported inside the commands: "gbaqa --help" must load none of the slow libraries.

SEE_HELP = 'see "gbaqa --help"'


class _Parser(argparse.ArgumentParser):
    """Tells a wrong call in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"gbaqa: {message}; {SEE_HELP}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the documented exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return _run(arguments)
    except GbaqaError as error:
        if arguments.debug:
            raise
        print(f"gbaqa: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output has gone, as with "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # such as a full disk under our output
        if arguments.debug:
            raise
        print(f"gbaqa: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    settings = Settings.read(os.environ)
    for name in ("index", "corpus", "host", "port"):  # what the command line leaves open
        if getattr(arguments, name, "") is None:
            setattr(arguments, name, getattr(settings, name))
    code = int(arguments.run(arguments, settings) or 0)
    if sys.stdout:
        sys.stdout.flush()  # a reader that has gone is met here, not when Python exits
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="gbaqa", description="Cited answers about the Greater Bay Area.")
    parser.add_argument("--version", action="version", version=f"gbaqa {__version__}")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., int | None], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        command.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks"
        )
        if run not in (_verify, _compare):
            command.add_argument("--index", type=Path, metavar="DIR", help="folder of the index")
        return command

    index = add("index", _index, "build or update the index")
    index.add_argument("corpus", nargs="?", type=Path, metavar="CORPUS")
    search = add("search", _search, "ranked passages")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="at most N passages")
    ask = add("ask", _ask, "one answer")
    ask.add_argument("question", metavar="QUESTION")
    add("chat", _chat, "questions and follow-ups in the terminal")
    serve = add("serve", _serve, "the web app")
    serve.add_argument("--host", metavar="H")
    serve.add_argument("--port", type=_port, metavar="P")
    evaluate = add("eval", _eval, "score retrieval, answers and dialogues of a dataset")
    evaluate.add_argument("dataset", type=Path, metavar="DATASET")
    evaluate.add_argument("--split", metavar="S", help="default: dev where there is one")
    evaluate.add_argument("--run", dest="run_file", type=Path, metavar="FILE", help="TREC run file")
    evaluate.add_argument("--report", dest="page", type=Path, metavar="FILE", help="HTML report")
    evaluate.add_argument("--baseline", type=Path, metavar="FILE", help="print differences from it")
    compare = add("compare", _compare, "what changed from one result of eval to another")
    compare.add_argument("first", type=Path, metavar="A", help="what gbaqa eval --json printed")
    compare.add_argument("second", type=Path, metavar="B", help="the same, of the changed system")
    verify = add("verify", _verify, "replay every citation of an answer")
    verify.add_argument("answer", metavar="ANSWER.json", help='"-" reads standard input')
    verify.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the documents")
    for command in (search, ask, evaluate, compare):
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to {MAX_PORT}")
    return int(text)


def _index(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.documents.reading import read_corpus
    from gbaqa.indexing.building import build

    corpus = read_corpus(arguments.corpus)
    counts = build(
        corpus.reads,
        index=arguments.index,
        encoder_name=settings.encoder,
        skipped=corpus.skipped,
        report=_progress(),
    )
    for line in counts.skipped:
        print(f"skipped {line}", file=sys.stderr)
    print(
        f"documents {counts.documents}, passages {counts.passages}, embedded {counts.embedded}, "
        f"reused {counts.reused}, removed {counts.removed}, skipped {len(counts.skipped)}"
    )
    return 0


def _search(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.answering.asking import checked
    from gbaqa.answering.receipts import passages_json

    query = checked(arguments.query)
    assistant = _assistant(arguments, settings)
    found = passages_json(query, assistant.search(query, cutoff=arguments.k), assistant.collection)
    if arguments.json:
        _print_json(found)
    else:
        for passage in found["hits"]:
            print(f"{passage['rank']:>3}  {passage['score']:.3f}  {passage['passage_id']}")
            print("     " + " ".join(passage["text"].split())[:200])
    return 0


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.answering.printing import as_text
    from gbaqa.answering.receipts import as_json

    exchange = _assistant(arguments, settings).ask(arguments.question)
    if arguments.json:
        _print_json(as_json(exchange))
    else:
        print(as_text(exchange))
    return 0


def _chat(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.answering.printing import as_text
    from gbaqa.types import Answer, Turn

    assistant = _assistant(arguments, settings)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a question in another encoding is still asked
    print("Ask about the Greater Bay Area; an empty line ends the conversation.")
    history: list[Turn] = []
    while True:
        try:
            question = input("> ").strip()
        except EOFError:
            return 0
        if not question:
            return 0
        try:
            exchange = assistant.ask(question, history=history)
        except GbaqaError as error:
            print(error)
            continue
        if exchange.standalone_question != exchange.question:
            print(f"searched: {exchange.standalone_question}")
        print(as_text(exchange))
        reply = exchange.reply
        shown = reply.sentences if isinstance(reply, Answer) else ()
        history.append(Turn(question, " ".join(sentence.text for sentence in shown)))


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    import logging

    from gbaqa.web.serving import serve

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("gbaqa").setLevel(logging.INFO)  # libraries tell of trouble alone
    serve(
        index=arguments.index,
        encoder_name=settings.encoder,
        host=arguments.host,
        port=arguments.port,
    )
    return 0


def _eval(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.evaluation.report.page import check_report_file, write_report
    from gbaqa.evaluation.reporting import differences, differences_table, table
    from gbaqa.evaluation.running import evaluate

    if arguments.json and arguments.baseline:
        raise SettingError("--json prints the result alone; leave out --baseline or --json")
    baseline = _read_json(arguments.baseline) if arguments.baseline else None
    if arguments.page:
        check_report_file(arguments.page)
    result = evaluate(
        arguments.dataset,
        split=arguments.split,
        index=arguments.index,
        encoder_name=settings.encoder,
        run_file=arguments.run_file,
        report=_progress(),
    )
    if arguments.page:
        write_report(result, arguments.page)
    if arguments.json:
        _print_json(result)
    else:
        print(table(result))
    if baseline is not None:
        print(differences_table(differences(result, baseline)))
    return 0


def _compare(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.evaluation.comparing import compare
    from gbaqa.evaluation.differing import comparison_text

    found = compare(_read_json(arguments.first), _read_json(arguments.second))
    if arguments.json:
        _print_json(found.as_json())
    else:
        print(comparison_text(found))
    return 0


def _verify(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.answering.receipts import faults
    from gbaqa.documents.reading import read_corpus

    answer = _read_json(None if arguments.answer == "-" else Path(arguments.answer))
    corpus = read_corpus(arguments.corpus)
    found = faults(answer, {read.document.doc_id: read.document for read in corpus.reads})
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise CheckFailed(f"the answer does not hold: {found[0]}{more}")
    print(f"verified: {len(answer['sentences'])} sentences, {len(answer['citations'])} citations")
    return 0


def _assistant(arguments: argparse.Namespace, settings: Settings) -> Assistant:
    from gbaqa.answering.asking import open_assistant

    return open_assistant(arguments.index, encoder_name=settings.encoder)


def _read_json(path: Path | None) -> Any:  # noqa: ANN401  # JSON has no narrower type
    name = "standard input" if path is None else str(path)
    try:
        raw = sys.stdin.buffer.read() if path is None else path.read_bytes()
        return json.loads(raw)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}; name a JSON file") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is not JSON: {error}; name a JSON file") from error


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _progress() -> Callable[[str, int, int], None]:
    """A progress bar on a terminal, one line a step elsewhere, always on stderr."""
    from gbaqa.progress import bars

    return bars(sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
