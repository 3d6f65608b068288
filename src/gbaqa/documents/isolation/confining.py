"""Take from this process what no reader of a document needs, before it reads one.

What holds where: limits on computing, memory and new files on any Unix (macOS does not hold the
one on memory); the hook on any system, against honest libraries (not native code that a document
took over); the network and the file system by the kernel, on Linux where it allows it.
"""

from __future__ import annotations

import ctypes
import mimetypes
import os
import resource
import signal
import site
import sys
from pathlib import Path

from gbaqa.documents.isolation.landlock import shut_in
from gbaqa.documents.isolation.limits import Limits

NEW_USERS, NEW_NETWORK = 0x10000000, 0x40000000  # sched.h
DIE_WITH_PARENT = 1  # prctl.h
MOST_OPEN = 256
ROOM_FOR_LIBRARIES = 4  # times the memory: addresses that are mapped and hardly ever touched
FORBIDDEN = frozenset(
    """
    os.chflags os.chmod os.chown os.exec os.fork os.forkpty os.kill os.killpg os.link os.mkdir
    os.posix_spawn os.remove os.rename os.rmdir os.spawn os.symlink os.system os.truncate
    os.utime pty.spawn shutil.copyfile shutil.move shutil.rmtree
    signal.pthread_kill socket.bind socket.connect socket.getaddrinfo socket.gethostbyname
    socket.sendmsg socket.sendto subprocess.Popen tempfile.mkdtemp tempfile.mkstemp
    urllib.Request
    """.split()
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(limits: Limits, *, parent: int) -> tuple[str, ...]:
    """What holds from now on: some of "limits", "hook", "parent", "network", "files"."""
    held = ["limits", "hook"]
    _limit(limits)
    if sys.platform == "linux":
        held += [name for name, holds in _by_kernel(parent).items() if holds]
    os.chdir("/")
    sys.addaudithook(_forbid)
    return tuple(held)


def allow_computing(seconds: int) -> None:
    """From now on this process may compute so long, whatever it did before."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _limit(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MOST_OPEN),
        (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_AS, ROOM_FOR_LIBRARIES * limits.memory),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _by_kernel(parent: int) -> dict[str, bool]:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before it could be said
        os._exit(1)
    network = not libc.unshare(NEW_USERS | NEW_NETWORK) or not libc.unshare(NEW_NETWORK)
    return {"parent": True, "network": network, "files": shut_in(_readable(), ["/dev/null"])}


def _readable() -> list[str]:
    """Where Python, its libraries and theirs lie: a format loads them when it is first met."""
    here = Path(__file__).parents[3]
    libraries = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share", "/nix/store")
    settings = ("/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", *mimetypes.knownfiles)
    devices = ("/dev/urandom", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu")
    own = (sys.prefix, sys.base_prefix, str(here), *site.getsitepackages(), *sys.path)
    return [path for path in (*own, *libraries, *map(str, settings), *devices) if path]


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    if event in FORBIDDEN or (event == "open" and _writes(arguments)):
        raise PermissionError(f"a reader of documents may not do {event}")


def _writes(arguments: tuple[object, ...]) -> bool:
    path, _, flags = arguments
    return isinstance(flags, int) and bool(flags & WRITING) and path != os.devnull
