"""What a generation of the index says of itself, and the checks that it must pass."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gbaqa.disk import sha256_of
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.layout import checked_later
from gbaqa.indexing.traits import Traits

# Raise it whenever files, terms, chunking or enrichment change: an index of another version
# is refused, and nothing of it is reused.
FORMAT_VERSION = 5
NAME = "manifest.json"
SEAL = "seal"  # the manifest's digest over its other fields
ID_LENGTH = 16
NONE_KNOWN: Mapping[str, str] = MappingProxyType({})
REMEDY = 'run "gbaqa index"'


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` maps the generation's own files to their SHA-256.

    The encoder is told by its name and its traits, field for field; `encoded_by` is what computed
    the vectors that were last made, and how fast each way was where it was chosen by that.
    """

    format_version: int
    encoder: str
    weights_sha256: str
    dimension: int
    prompts: dict[str, str]
    max_tokens: int
    documents: int
    passages: int
    units: int
    corpus_digest: str
    files: dict[str, str]
    encoded_by: dict[str, str] = field(default_factory=dict)

    def generation(self) -> str:
        """The id of the generation: the same for the same documents, encoder and format."""
        made_of = (
            self.format_version,
            self.encoder,
            self.weights_sha256,
            self.dimension,
            sorted(self.prompts.items()),
            self.max_tokens,
            self.corpus_digest,
        )
        return hashlib.sha256(repr(made_of).encode()).hexdigest()[:ID_LENGTH]

    def traits(self) -> Traits:
        """Those of the encoder that the generation was built with."""
        return Traits(self.weights_sha256, self.dimension, self.prompts, self.max_tokens)

    def write(self, folder: Path) -> None:
        """Writes manifest.json into the generation's folder."""
        (folder / NAME).write_text(self.text(), encoding="utf-8")

    def text(self) -> str:
        """What manifest.json holds: the fields, sealed."""
        fields = asdict(self)
        sealed = fields | {SEAL: _seal(fields)}
        return json.dumps(sealed, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation; raises IndexUnusable when it is missing or not one."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        version = found["format_version"]
        if version != FORMAT_VERSION:
            raise IndexUnusable(
                f"index {folder.name} has format {version}, expected {FORMAT_VERSION}; {REMEDY}"
            )
        if found.pop(SEAL) != _seal(found):
            raise IndexUnusable(f"index {folder.name}: {NAME} was changed; {REMEDY}")
        return Manifest(**found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusable(f"index {folder.name} has no readable {NAME}; {REMEDY}") from error


def _seal(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def digests(folder: Path, *, known: Mapping[str, str] = NONE_KNOWN) -> dict[str, str]:
    """SHA-256 of every file below a generation's folder, the manifest left out.

    Those that are known are not computed again: files that an earlier generation has, too.
    """
    names = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {
        name: known[name] if name in known else sha256_of(path)
        for name, path in names.items()
        if path.is_file() and path.name != NAME
    }


def check_encoder(manifest: Manifest, traits: Traits) -> None:
    """Raises IndexUnusable, telling the first difference, when an encoder is not the one."""
    for name, built, loaded in (
        ("weights", manifest.weights_sha256[:12], traits.weights_sha256[:12]),
        ("dimension", manifest.dimension, traits.dimension),
        *(
            (f"{kind} prompt", repr(manifest.prompts[kind]), repr(traits.prompts[kind]))
            for kind in sorted(manifest.prompts)
        ),
        ("maximum length in tokens", manifest.max_tokens, traits.max_tokens),
    ):
        if built != loaded:
            raise IndexUnusable(
                f"the index was built with {name} {built}, the encoder has {loaded}; {REMEDY}"
            )


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raises IndexUnusable when a file cannot be read or holds other bytes than were written.

    Of a large generation, those that are checked when they are read (layout.py) are left out.
    """
    later = checked_later(folder, manifest.files)
    for name, expected in manifest.files.items():
        if name in later:
            continue
        try:
            found = sha256_of(folder / name)
        except OSError as error:
            raise IndexUnusable(
                f"index {folder.name}: {name} cannot be read: {error.strerror}; {REMEDY}"
            ) from error
        if found != expected:
            raise IndexUnusable(
                f"index {folder.name}: {name} has SHA-256 {found[:12]}, "
                f"expected {expected[:12]}; {REMEDY}"
            )
