"""What the app depends on is locked, fits, and may be used; what a check cannot tell it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from scripts.check_dependencies import (
    CUDA_LOCK,
    LICENCES,
    LOCK,
    Locked,
    bounds,
    changed_files,
    faults_of_installed,
    faults_of_lock,
    is_forbidden,
    licence_of,
    locked,
    needed,
)

# packages whose licence would not do by itself, and why it does
EXCEPTIONS: dict[str, str] = {}
HASH = "sha256:" + "0" * 64


def test_the_lock_has_every_dependency_within_its_bounds_and_every_line_a_hash() -> None:
    pins = locked()
    assert faults_of_lock(bounds(), pins) == []
    assert len(pins) > len(bounds())
    assert len({one.name for one in pins}) == len(pins)


def test_what_is_installed_is_what_is_wanted() -> None:
    assert faults_of_installed(bounds()) == []


def test_the_lock_has_all_that_is_installed_for_the_app() -> None:
    """A package that none of the locks names would be fetched without a hash."""
    names = {one.name for one in (*locked(), *locked(CUDA_LOCK))}
    assert {name for name in needed(bounds()) if name not in names} == set()


def test_the_locks_name_no_host_and_no_option() -> None:
    for path in (LOCK, CUDA_LOCK):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE)


def test_torch_may_be_either_build_and_only_its_extra_part_stands_apart() -> None:
    """Two wheels of the package index, and the one for processors alone."""
    (torch,) = [one for one in locked() if one.name == "torch"]
    assert len(torch.hashes) >= 3
    assert all(re.match(r"nvidia-|cuda-|triton$", one.name) for one in locked(CUDA_LOCK))


@pytest.mark.parametrize(
    ("pins", "told"),
    [
        ([Locked("a-b", "1.5", (HASH,))], []),
        ([Locked("a-b", "2.0", (HASH,))], ["A_b is locked at 2.0, wanted is <2,>=1"]),
        ([Locked("a-b", "1.5", ())], ["a-b 1.5 has no hash"]),
        ([], ["A_b is in no line of the lock; run make lock"]),
    ],
)
def test_a_lock_that_does_not_fit_is_told(pins: list[Locked], told: list[str]) -> None:
    assert faults_of_lock([Requirement("A_b>=1,<2")], pins) == told


def test_a_line_that_is_no_pin_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"# head\na==1 \\\n    --hash={HASH}\nb>=2\n")
    with pytest.raises(ValueError, match="no pin with hashes: 'b>=2'"):
        locked(lock)
    lock.write_text(f"# head\na==1 \\\n    --hash={HASH}\nb==2\n")
    assert locked(lock) == [Locked("a", "1", (HASH,)), Locked("b", "2", ())]


def test_an_installed_file_that_was_changed_is_told(tmp_path: Path) -> None:
    from importlib.metadata import Distribution

    info = tmp_path / "made-1.dist-info"
    info.mkdir()
    (tmp_path / "made.py").write_text("x = 1\n")
    said = "sha256=G4wpXyDTEhDqxm-ndzYHzPmgyClFAW7WIZQm0_wRRU8"
    (info / "RECORD").write_text(f"made.py,{said},6\ngone.py,{said},6\nmade-1.dist-info/RECORD,,\n")
    found = list(changed_files({"made": Distribution.at(info)}))
    assert found == ["made: made.py was changed", "made: gone.py is gone"]


def test_no_licence_forbids_what_is_done_here() -> None:
    """No GPL, no AGPL, none that is unknown; a package that says nothing is unknown."""
    held = needed(bounds())
    told = {name: licence_of(one) for name, one in held.items() if name not in EXCEPTIONS}
    assert {name: said for name, said in told.items() if is_forbidden(said)} == {}
    assert set(EXCEPTIONS) <= set(held)


@pytest.mark.parametrize(
    ("said", "forbidden"),
    [
        ("GPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("AGPL-3.0", True),
        ("", True),
        ("UNKNOWN", True),
        ("GPL-2.0-only OR AGPL-3.0", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("MIT", False),
        ("MPL-2.0 AND MIT", False),
        ("Apache-2.0 OR BSD-3-Clause", False),
    ],
)
def test_which_licences_are_refused(said: str, forbidden: bool) -> None:
    assert is_forbidden(said) is forbidden


def test_the_list_of_licences_names_all_that_is_installed_for_the_app() -> None:
    rows = re.findall(r"^\| (\S+) \| \S+ \| (.+) \|$", LICENCES.read_text("utf-8"), re.MULTILINE)
    listed = {name for name, _ in rows} - {"package", "---"}
    wanted = {canonicalize_name(one.name) for one in bounds()}
    assert wanted - listed == set()
