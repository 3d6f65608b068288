"""What can go wrong that is not the caller's mistake, each with the exit code it earns.

GbaqaError                     the world's fault; one line: what, what was expected, what to do
├── CheckFailed                a receipt does not hold                           exit 1
├── GenerationFailed           a language model gave nothing that can be shown   exit 1
├── Unready                    a server that has not loaded yet, or could not    exit 1
├── Busy                       a server with more questions than it can answer   exit 1
├── Broken                     an assistant that fails or hangs at a question    exit 1
├── NotStored                  an opinion that its folder cannot take            exit 1
├── SettingError               a setting that cannot be used                     exit 2
├── QuestionRefused            an empty or over-long question, a wrong filter    exit 2
├── IndexUnusable              missing, broken, of another encoder or version    exit 3
├── EncoderUnusable            weights missing or not what they should be        exit 3
└── InputError                 nothing readable in the corpus or dataset         exit 4
    ├── DocumentError          one file of a corpus cannot be read
    └── DatasetError           a dataset's file, line or reference is wrong
"""

from __future__ import annotations


class GbaqaError(Exception):
    """Root of the errors a user can mend; the message is one line without a traceback."""

    exit_code = 1


class CheckFailed(GbaqaError):
    """A citation or an answer does not hold against its documents."""


class GenerationFailed(GbaqaError):
    """The language model's server gave nothing that can be shown; the quoted answer stands."""


class Unready(GbaqaError):
    """The server's assistant is still loading or, `for_good`, could not be loaded."""

    def __init__(self, problem: str, *, for_good: bool = False) -> None:
        super().__init__(problem)
        self.for_good = for_good


class Busy(GbaqaError):
    """More questions wait for the server than it can answer soon."""


class Broken(GbaqaError):
    """The assistant failed at a question or took too long; the message tells nothing of it."""


class NotStored(GbaqaError):
    """A verdict on an answer that the folder cannot take; what is there stays as it is."""


class SettingError(GbaqaError):
    """A setting has a value that cannot be used."""

    exit_code = 2


class QuestionRefused(GbaqaError):
    """A question that holds nothing to search for, or more than is read; a filter likewise."""

    exit_code = 2


class IndexUnusable(GbaqaError):
    """There is no index, or not one that this program and encoder can search."""

    exit_code = 3


class EncoderUnusable(GbaqaError):
    """The encoder cannot be loaded, or its weights are not those expected."""

    exit_code = 3


class InputError(GbaqaError):
    """Nothing in the corpus or dataset can be read."""

    exit_code = 4


class DocumentError(InputError):
    """One file of the corpus is not a document; it is skipped, named and counted."""


class DatasetError(InputError):
    """A dataset is incomplete or contradicts itself."""
