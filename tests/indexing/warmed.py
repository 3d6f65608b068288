"""What a process has loaded that others are forked from: importing this takes seconds, once."""

from __future__ import annotations

from gbaqa.text.scripts import language_of
from tests.indexing import killed as killed
from tests.indexing.faults import made as made

language_of("The model that tells languages apart is unpacked here.")
