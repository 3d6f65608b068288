"""Questions that are offered are kept with a generation, and renewed without another one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from gbaqa.errors import IndexUnusable
from gbaqa.indexing import offering
from gbaqa.indexing.generations import current
from gbaqa.indexing.manifest import check_files, digests, read_manifest
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.types import Suggestion
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

HEAD = "language,question,doc_id\n"
FEE, PARK = Suggestion("en", "What is the fee?", "fee"), Suggestion("pt", "Onde é?", "park")
BANKS: Mapping[tuple[Suggestion, ...], str] = {
    (): HEAD,
    (FEE,): f"{HEAD}en,What is the fee?,fee\n",
    (PARK, FEE): f"{HEAD}pt,Onde é?,park\nen,What is the fee?,fee\n",
}


class Built:
    """A corpus with an index, built again for each bank that it is given."""

    def __init__(self, folder: Path) -> None:
        self.corpus = write_files(folder / "corpus", {"fee.txt": "It is 1.", "park.txt": "Here."})
        self.index = folder / "index"

    def build(self, bank: str | None) -> list[str]:
        """What had to be encoded."""
        if bank is None:
            (self.corpus / "questions.csv").unlink(missing_ok=True)
        else:
            write_files(self.corpus, {"questions.csv": bank})
        encoder = BagOfWordsEncoder()
        build_index(self.corpus, self.index, encoder)
        return encoder.encoded

    def opened(self) -> Generation:
        return open_generation(
            self.index, encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
        )

    def names(self) -> list[str]:
        return sorted(path.name for path in current(self.index).glob("questions*"))


@pytest.fixture
def built(tmp_path: Path) -> Built:
    return Built(tmp_path)


@pytest.mark.parametrize(("questions", "bank"), BANKS.items())
def test_a_generation_is_opened_with_the_questions_of_its_bank(
    built: Built, questions: tuple[Suggestion, ...], bank: str
) -> None:
    assert len(built.build(bank)) == 4
    assert built.opened().questions == questions
    assert len(built.names()) == len(questions[:1])


@pytest.mark.parametrize(("questions", "bank"), BANKS.items())
@pytest.mark.parametrize("before", [None, *BANKS.values()])
def test_another_bank_is_put_in_force_in_the_same_generation_and_embeds_nothing(
    built: Built, before: str | None, questions: tuple[Suggestion, ...], bank: str
) -> None:
    built.build(before)
    first = built.opened()
    assert built.build(bank) == []
    again = built.opened()
    assert again.questions == questions
    assert again.name == first.name
    whole = current(built.index)
    manifest = read_manifest(whole)
    check_files(whole, manifest)
    assert manifest.files.items() <= digests(whole).items()
    assert manifest.corpus_digest == first.manifest.corpus_digest


def test_the_bank_before_is_kept_for_its_readers_and_the_one_before_that_is_not(
    built: Built,
) -> None:
    _, one, two = BANKS.values()
    built.build(one)
    (first,) = built.names()
    old = read_manifest(current(built.index))
    built.build(two)
    assert len(built.names()) == 2
    check_files(current(built.index), old)  # read just before the renewal
    assert offering.read_questions(current(built.index), old.files) == (FEE,)
    second = next(name for name in built.names() if name != first)
    built.build(None)
    assert built.names() == [second]
    assert built.opened().questions == ()


def test_the_same_bank_writes_nothing(built: Built) -> None:
    bank = BANKS[FEE,]
    built.build(bank)
    times = {path: path.stat().st_mtime_ns for path in current(built.index).iterdir()}
    built.build(bank)
    assert {path: path.stat().st_mtime_ns for path in current(built.index).iterdir()} == times


@pytest.mark.parametrize("renames", [0, 1])
def test_a_renewal_that_is_cut_short_leaves_the_old_bank_in_force_and_is_made_up_for(
    built: Built, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    _, one, two = BANKS.values()
    built.build(one)
    done: list[Path] = []
    rename = Path.rename

    def cut(path: Path, target: Path) -> Path:
        if len(done) == renames:
            raise KeyboardInterrupt
        done.append(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", cut)
    with pytest.raises(KeyboardInterrupt):
        built.build(two)
    monkeypatch.undo()
    assert built.opened().questions == (FEE,)
    built.build(two)
    assert built.opened().questions == (PARK, FEE)


def test_a_changed_bank_is_noticed_and_mended_by_a_build(built: Built) -> None:
    bank = BANKS[PARK, FEE]
    built.build(bank)
    (name,) = built.names()
    path = current(built.index) / name
    path.write_text(path.read_text(encoding="utf-8").replace("fee", "tax"), encoding="utf-8")
    with pytest.raises(IndexUnusable, match=f"{name} has SHA-256"):
        built.opened()
    built.build(bank)
    assert built.opened().questions == (PARK, FEE)


def test_other_documents_take_the_bank_along(built: Built) -> None:
    built.build(BANKS[FEE,])
    before = built.opened().name
    write_files(built.corpus, {"fee.txt": "It is 2."})
    built.build(BANKS[FEE,])
    assert built.opened().name != before
    assert built.opened().questions == (FEE,)
    assert len(built.names()) == 1


def test_an_index_that_was_built_without_the_bank_has_no_questions(built: Built) -> None:
    built.build(None)
    assert built.opened().questions == ()
    assert built.names() == []
