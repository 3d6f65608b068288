"""Shut this process out of the file system and the network for good, as Linux lets any process.

The kernel then holds native code to it too, which a hook in Python cannot. The calls and numbers
are those of the kernel's Documentation/userspace-api/landlock.rst (ABI 1 to 6).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION = 1  # asks the kernel which ABI it has
PATH_BENEATH = 1
NO_NEW_PRIVILEGES = 38
WRITE_FILE, READ_FILE, READ_FOLDER = 1 << 1, 1 << 2, 1 << 3
# all that is done with files, by the ABI that first knew it: from execute to make-symlink
FILES = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
NETWORK = {4: 0b11}  # to bind and to connect by TCP
OTHERS = {6: 0b11}  # abstract sockets and signals beyond those that are shut in too


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("others", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def shut_in(readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Leaves this process nothing but to read these and write those; False where it cannot be."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    abi = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION)
    if abi < 1:
        return False
    kinds = [sum(bits for since, bits in kind.items() if since <= abi) for kind in _KINDS]
    rules = _Ruleset(*kinds)
    # the record was shorter in older kernels, which refuse what they do not know unless it is 0
    ruleset = libc.syscall(
        CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0
    )
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(libc, ruleset, path, READ_FILE | READ_FOLDER)
        for path in writable:
            _allow(libc, ruleset, path, READ_FILE | WRITE_FILE)
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


_KINDS = (FILES, NETWORK, OTHERS)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, allowed: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not there needs no leave
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - paths here are texts, as sys.path has them
            allowed &= ~READ_FOLDER
        rule = _Beneath(allowed, parent)
        libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
