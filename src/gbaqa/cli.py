"""Every command, thin: read settings, call one room, print."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gbaqa.arguments import described_fields, filter_values, parse
from gbaqa.errors import CheckFailed, GbaqaError, InputError, SettingError
from gbaqa.keeping import PREPARED, keep_in
from gbaqa.settings import Settings, let_idle_threads_sleep
from gbaqa.text.hidden import escaped, visible

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant
    from gbaqa.types import Filters, Generator

ALONE = "!\uff01"  # either sign before a question of `gbaqa chat`

# Rooms are imported inside the commands: "gbaqa --help" must load none of the slow libraries.


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the documented exit code."""
    let_idle_threads_sleep(os.environ)
    arguments = parse(argv)
    try:
        return _run(arguments)
    except GbaqaError as error:
        if arguments.debug:
            raise
        print(f"gbaqa: {visible(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output has gone, as with "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # such as a full disk under our output
        if arguments.debug:
            raise
        print(f"gbaqa: {visible(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    settings = Settings.read(os.environ)
    for name in ("index", "corpus", "host", "port"):  # what the command line leaves open
        if getattr(arguments, name, "") is None:
            setattr(arguments, name, getattr(settings, name))
    keep_in(settings.prepared or getattr(arguments, "index", settings.index) / PREPARED)
    code = COMMANDS[arguments.command](arguments, settings)
    if sys.stdout:
        sys.stdout.flush()  # a reader that has gone is met here, not when Python exits
    return code


def _index(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.answering.preparing import prepare
    from gbaqa.documents.reading import read_corpus
    from gbaqa.indexing.building import build
    from gbaqa.indexing.generations import building

    corpus = read_corpus(arguments.corpus)
    counts = build(
        corpus.reads,
        index=arguments.index,
        encoder_name=settings.encoder,
        dimension=settings.dimension,
        glossary=corpus.glossary,
        questions=corpus.questions,
        skipped=corpus.skipped,
        report=_progress(),
    )
    with building(arguments.index):
        prepare(arguments.index)
    for line in corpus.notes:
        print(f"note {visible(line)}", file=sys.stderr)
    for line in counts.skipped:
        print(f"skipped {visible(line)}", file=sys.stderr)
    print(
        f"documents {counts.documents}, passages {counts.passages}, embedded {counts.embedded}, "
        f"reused {counts.reused}, removed {counts.removed}, skipped {len(counts.skipped)}"
    )
    return 0


def _add(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.documents.adding.bringing import Wishes
    from gbaqa.documents.adding.telling import bring_all

    wishes = Wishes(described_fields(arguments), replace=arguments.replace)
    faults = 0
    for line, is_fault in bring_all(arguments.sources, corpus=arguments.corpus, wishes=wishes):
        told = visible(f"gbaqa: {line}" if is_fault else line)
        print(told, file=sys.stderr if is_fault else sys.stdout)
        faults += is_fault
    return InputError.exit_code if faults else 0


def _search(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.answering.asking import checked
    from gbaqa.answering.printing import searched_lines
    from gbaqa.answering.receipts import passages_json

    filters = _filters(arguments)
    text = checked(arguments.query)
    assistant = _assistant(arguments, settings)
    query = assistant.query(text, filters)
    ranking = assistant.search(query.text, cutoff=arguments.k, filters=filters)
    also = assistant.also_searched(query)
    found = passages_json(query.text, ranking, assistant.collection, filters, also_searched=also)
    if arguments.json:
        _print_json(found)
        return 0
    for passage in found["hits"]:
        print(f"{passage['rank']:>3}  {passage['score']:.3f}  {visible(passage['passage_id'])}")
        print("     " + visible(" ".join(passage["text"].split())[:200]))
    for line in searched_lines(also, query.language):
        print(line)
    if not ranking:
        print("gbaqa: no passage found; widen the filters", file=sys.stderr)
    return 0


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.answering.printing import as_text
    from gbaqa.answering.receipts import as_json

    filters = _filters(arguments)
    assistant = _assistant(arguments, settings, _generator(settings))
    exchange = assistant.ask(arguments.question, filters=filters)
    if arguments.json:
        _print_json(as_json(exchange))
    else:
        print(as_text(exchange))
    return 0


def _chat(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.answering.filtering import check_held
    from gbaqa.answering.printing import as_text, asked_as
    from gbaqa.types import Answer, Turn

    filters = _filters(arguments)
    assistant = _assistant(arguments, settings, _generator(settings))
    check_held(filters, assistant.collection)  # once, before anything is asked
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a question in another encoding is still asked
    print("Ask about the Greater Bay Area; an empty line ends the conversation.")
    print(f'A question after "{ALONE[0]}" is asked by itself, without the earlier ones.')
    history: list[Turn] = []
    while True:
        try:
            question = input("> ").strip()
        except EOFError:
            return 0
        if not question.strip(ALONE):
            return 0
        if question[0] in ALONE:
            question = question.lstrip(f"{ALONE} ")
            history.clear()
        try:
            exchange = assistant.ask(question, history=history, filters=filters)
        except GbaqaError as error:
            print(visible(str(error)))
            continue
        told = asked_as(exchange)
        print(*([told] if told else []), as_text(exchange), sep="\n")
        reply = exchange.reply
        shown = reply.sentences if isinstance(reply, Answer) else ()
        history.append(Turn(question, " ".join(sentence.text for sentence in shown)))


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from gbaqa.web.serving import serve
    from gbaqa.web.watching.logs import set_up_logs

    set_up_logs(settings.log)
    serve(
        index=arguments.index,
        encoder_name=settings.encoder,
        dimension=settings.dimension,
        risk=settings.risk,
        generator=_generator(settings),
        feedback=settings.feedback,
        policy=settings.policy,
        readers=settings.metrics,
        log_questions=settings.log_questions,
        writing=settings.llm_timeout if settings.llm_url else 0.0,
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
        dimension=settings.dimension,
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
    from gbaqa.answering.exporting import changed_line, read_answer
    from gbaqa.answering.replaying import faults, generation_of
    from gbaqa.documents.reading import read_corpus

    path = None if arguments.answer == "-" else Path(arguments.answer)
    answer, exported = _read_json(path, read_answer)
    corpus = read_corpus(arguments.corpus)
    documents = {read.document.doc_id: read.document for read in corpus.reads}
    made = generation_of(corpus, encoder_name=settings.encoder, dimension=settings.dimension)
    found = faults(answer, documents, generation=made)
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise CheckFailed(f"the answer does not hold: {found[0]}{more}")
    changed = changed_line(exported, answer) if exported else ""
    if changed:
        raise CheckFailed(f"the text does not say what the answer in it says: {changed}")
    print(f"verified: {len(answer['sentences'])} sentences, {len(answer['citations'])} citations")
    return 0


def _assistant(
    arguments: argparse.Namespace, settings: Settings, generator: Generator | None = None
) -> Assistant:
    from gbaqa.answering.asking import open_assistant

    return open_assistant(
        arguments.index,
        encoder_name=settings.encoder,
        dimension=settings.dimension,
        risk=settings.risk,
        generator=generator,
    )


def _generator(settings: Settings) -> Generator | None:
    """The language model that writes answers beside the quoted ones; None where none is set."""
    if not settings.llm_url:
        return None
    from gbaqa.answering.writing.generating import OpenAIGenerator

    return OpenAIGenerator(
        settings.llm_url, settings.llm_model, key=settings.llm_key, timeout=settings.llm_timeout
    )


def _filters(arguments: argparse.Namespace) -> Filters:
    from gbaqa.answering.filtering import read_filters

    return read_filters(**filter_values(arguments))


def _read_json(path: Path | None, read: Callable[[bytes], Any] = json.loads) -> Any:  # noqa: ANN401  # JSON has no narrower type
    name = "standard input" if path is None else str(path)
    try:
        return read(sys.stdin.buffer.read() if path is None else path.read_bytes())
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}; name a JSON file") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is not JSON: {error}; name a JSON file") from error


def _print_json(value: object) -> None:
    print(escaped(json.dumps(value, ensure_ascii=False, allow_nan=False)))


def _progress() -> Callable[[str, int, int], None]:
    """A progress bar on a terminal, one line a step elsewhere, always on stderr."""
    from gbaqa.progress import bars

    return bars(sys.stderr)


COMMANDS: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
    "index": _index,
    "add": _add,
    "search": _search,
    "ask": _ask,
    "chat": _chat,
    "serve": _serve,
    "eval": _eval,
    "compare": _compare,
    "verify": _verify,
}

if __name__ == "__main__":
    sys.exit(main())
