"""Write requirements.lock: the app's dependencies in exact versions, each file by its hash.

    python -m scripts.lock_dependencies

Asks the package index, by uv, for Linux on x86_64 and aarch64 and Python 3.11. torch stands apart:
the build that the package index has brings 3 GB for graphics cards, which go to
requirements-cuda.lock; the build for processors alone comes from another index, and has hashes of
its own, which are written down here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLATFORMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_35")  # openvino has no older one
PYTHON = "3.11"
CUDA = re.compile(r"nvidia-.*|cuda-.*|triton")
# sha256 of torch's builds for processors alone, where a build was had and tried
PROCESSOR_BUILDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("torch", "2.13.0"): (  # x86_64, Python 3.11
        "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
    ),
}
HEAD = """\
# What {for_what}, exactly: made by "make lock", not by hand.
# Files for Linux (x86_64, aarch64) and Python {python}; a source archive where there is no other.
# pip install --require-hashes {how}
"""


@dataclass
class Pin:
    """One version of a package, and the hashes of its files."""

    version: str
    hashes: set[str] = field(default_factory=set)


def main() -> None:
    """Writes both files."""
    pins: dict[str, Pin] = {}
    for platform in PLATFORMS:
        for package in _resolved(platform):
            _add(pins, package)
    cuda = {name: pin for name, pin in pins.items() if CUDA.fullmatch(name)}
    rest = {name: pin for name, pin in pins.items() if name not in cuda}
    for (name, version), hashes in PROCESSOR_BUILDS.items():
        if name in rest and rest[name].version == version:
            rest[name].hashes |= set(hashes)
    how = "-r requirements.lock  (torch's build for processors; else add -r requirements-cuda.lock)"
    _write("requirements.lock", rest, "the app needs", how)
    how = "-r requirements.lock -r requirements-cuda.lock"
    _write("requirements-cuda.lock", cuda, "torch's build for graphics cards needs besides", how)
    print(f"requirements.lock: {len(rest)} packages; requirements-cuda.lock: {len(cuda)}")


def _resolved(platform: str) -> list[dict[str, object]]:
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        sys.exit('no uv found; pip install "uv>=0.9"')
    with tempfile.TemporaryDirectory() as scratch:
        found = Path(scratch) / "pylock.toml"
        command = [uv, "pip", "compile", "pyproject.toml", "--format", "pylock.toml", "-q"]
        command += ["--python-platform", platform, "--python-version", PYTHON, "-o", str(found)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # uv
        packages: list[dict[str, object]] = tomllib.loads(found.read_text("utf-8"))["packages"]
    return packages


def _add(pins: dict[str, Pin], package: dict[str, object]) -> None:
    name, version = str(package["name"]), str(package["version"])
    pin = pins.setdefault(name, Pin(version))
    if pin.version != version:
        sys.exit(f"{name} is {pin.version} on one platform and {version} on another; bound it")
    files = package.get("wheels") or [package["sdist"]]
    pin.hashes |= {one["hashes"]["sha256"] for one in files}  # type: ignore[attr-defined]  # of uv


def _write(name: str, pins: Mapping[str, Pin], for_what: str, how: str) -> None:
    lines = [HEAD.format(for_what=for_what, how=how, python=PYTHON).rstrip()]
    for package, pin in sorted(pins.items()):
        hashes = [f"    --hash=sha256:{one}" for one in sorted(pin.hashes)]
        lines.append(" \\\n".join([f"{package}=={pin.version}", *hashes]))
    (ROOT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
