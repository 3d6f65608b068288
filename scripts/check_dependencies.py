"""Check what the app depends on.

    python -m scripts.check_dependencies audit|offline|licences|sbom

`audit` asks the advisory database by pip-audit, and does what `offline` does where that cannot be
reached. `offline` can tell that the lock fits pyproject.toml, that every file in it has a hash,
what is installed in another version, what is missing or does not fit together, and whether an
installed file was changed since. It cannot tell that a version has a known fault: only `audit` can.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
CUDA_LOCK = ROOT / "requirements-cuda.lock"
LICENCES = ROOT / "docs" / "licences.md"
SBOM = ROOT / "sbom.json"
PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<hashes>(?: \\\n    --hash=\S+)*)$", re.M
)
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
FORBIDDEN = re.compile(r"\bA?GPL|(?<!Lesser )General Public|Affero|UNKNOWN|^$|Proprietary", re.I)
SKIPPED = "could not be audited"
UNREACHABLE = re.compile(r"connection|resolve|timed? ?out|unreachable|SSL", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Locked:
    """One line of the lock."""

    name: str
    version: str
    hashes: tuple[str, ...]


def locked(path: Path = LOCK) -> list[Locked]:
    """The lock's lines; ValueError for one that is none."""
    text = "".join(one for one in path.read_text("utf-8").splitlines(True) if one[0] != "#")
    found = [
        Locked(one["name"], one["version"], tuple(HASH.findall(one["hashes"])))
        for one in PIN.finditer(text)
    ]
    rest = PIN.sub("", text).strip()
    if rest:
        raise ValueError(f"{path.name} has a line that is no pin with hashes: {rest[:80]!r}")
    return found


def bounds(path: Path = ROOT / "pyproject.toml") -> list[Requirement]:
    """What pyproject.toml asks for, extras apart."""
    project = tomllib.loads(path.read_text("utf-8"))["project"]
    return [Requirement(one) for one in project["dependencies"]]


def faults_of_lock(wanted: Sequence[Requirement], pins: Sequence[Locked]) -> list[str]:
    """Where lock and bounds do not agree, and lines without a hash."""
    versions = {one.name: one.version for one in pins}
    told = [f"{one.name} {one.version} has no hash" for one in pins if not one.hashes]
    for one in wanted:
        version = versions.get(canonicalize_name(one.name))
        if version is None:
            told.append(f"{one.name} is in no line of the lock; run make lock")
        elif not one.specifier.contains(version, prereleases=True):
            told.append(f"{one.name} is locked at {version}, wanted is {one.specifier}")
    return told


def needed(wanted: Sequence[Requirement]) -> dict[str, Distribution]:
    """The installed distributions that these need, and those that they need; KeyError names one."""
    found: dict[str, Distribution] = {}
    waiting = list(wanted)
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found and not one.extras:
            continue
        try:
            found[name] = distribution(one.name)
        except PackageNotFoundError as error:
            raise KeyError(f"{one.name} is not installed") from error
        for line in found[name].requires or ():
            inner = Requirement(line)
            extras = [{"extra": extra} for extra in ("", *one.extras)]
            if inner.marker is None or any(inner.marker.evaluate(extra) for extra in extras):
                waiting.append(inner)
    return found


def faults_of_installed(wanted: Sequence[Requirement]) -> list[str]:
    """Installed versions that are not what is wanted."""
    told = []
    for one in wanted:
        version = distribution(one.name).version
        if not one.specifier.contains(version, prereleases=True):
            told.append(f"{one.name} {version} is installed, wanted is {one.specifier}")
    return told


def changed_files(distributions: Mapping[str, Distribution]) -> Iterator[str]:
    """Installed files that are not what their own record says, or are gone."""
    for name, one in distributions.items():
        for path, said, _ in csv.reader((one.read_text("RECORD") or "").splitlines()):
            if not said or path.endswith(".pyc"):
                continue
            algorithm, _, digest = said.partition("=")
            place = Path(str(one.locate_file(path)))
            if not place.exists():
                yield f"{name}: {path} is gone"
            elif _digest(place, algorithm) != digest:
                yield f"{name}: {path} was changed"


def licence_of(one: Distribution) -> str:
    """As the package says it, in one line."""
    said = cast(Message, one.metadata)
    classified = [
        value.rpartition(" :: ")[2]
        for value in said.get_all("Classifier") or ()
        if value.startswith("License :: ") and value.count(" :: ") > 1
    ]
    whole = said.get("License-Expression") or "; ".join(classified) or said.get("License") or ""
    return " ".join(whole.split())[:80]


def is_forbidden(licence: str) -> bool:
    """Whether none of the licences that one may choose from will do.

    >>> is_forbidden("GPL-3.0-only"), is_forbidden("MPL-1.1 OR GPL-2.0-only"), is_forbidden("")
    (True, False, True)
    """
    return all(FORBIDDEN.search(one.strip()) for one in licence.split(" OR "))


def offline() -> int:
    """Prints what can be told without the network; 1 where something does not fit."""
    wanted, pins = bounds(), locked()
    held = needed(wanted)
    told = [*faults_of_lock(wanted, pins), *faults_of_installed(wanted), *changed_files(held)]
    versions = {one.name: one.version for one in (*pins, *locked(CUDA_LOCK))}
    for name, one in sorted(held.items()):
        version = one.version.partition("+")[0]
        if versions.get(name) != version:
            print(f"note: {name} {version} is installed, {versions.get(name, 'none')} is locked")
    for line in told:
        print(line, file=sys.stderr)
    print(f"{len(pins)} locked, {len(held)} installed and unchanged, {len(told)} faults")
    print("not told here: known faults of these versions; that needs the network (make audit)")
    return 1 if told else 0


def audit() -> int:
    """pip-audit over the lock; `offline` where its database cannot be reached."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
    command += ["--progress-spinner", "off", "-r", str(LOCK)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    told = done.stdout + done.stderr
    unknown = told.count(SKIPPED)  # it says "no known vulnerabilities" of these as well
    if unknown == len(locked()) or (done.returncode and UNREACHABLE.search(done.stderr)):
        print("pip-audit could not ask its database; what can be told offline:")
        return offline()
    print(told, end="")
    return done.returncode or bool(unknown)


def licences() -> int:
    """Writes docs/licences.md: the app's own dependencies with their versions and licences."""
    rows = [
        f"| {name} | {one.version.partition('+')[0]} | {licence_of(one)} |"
        for name, one in sorted(needed(bounds()).items())
    ]
    head = ("# Licences of what the app depends on", "", 'Made by "make licences".', "")
    table = ("| package | version | licence |", "| --- | --- | --- |", *rows)
    LICENCES.write_text("\n".join((*head, *table)) + "\n", encoding="utf-8")
    print(f"{LICENCES.relative_to(ROOT)}: {len(rows)} packages")
    return 0


def sbom() -> int:
    """Writes sbom.json, CycloneDX, from the lock."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(LOCK)]
    command += ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible"]
    command += ["--of", "JSON", "-o", str(SBOM)]
    code = subprocess.run(command, check=False).returncode  # noqa: S603
    if not code:
        parts = json.loads(SBOM.read_text("utf-8"))["components"]
        print(f"{SBOM.relative_to(ROOT)}: {len(parts)} components")
    return code


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, algorithm).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


COMMANDS: dict[str, Callable[[], int]] = {
    "audit": audit,
    "offline": offline,
    "licences": licences,
    "sbom": sbom,
}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1] if sys.argv[1:] else "offline"]())
