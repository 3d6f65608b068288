"""What the browse page was asked for: a form as it was filled in, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gbaqa.answering.filtering import MAX_FILTER, check_held, nearest_values, read_filters
from gbaqa.errors import QuestionRefused
from gbaqa.types import ANY, Collection, Filters
from gbaqa.web.wording import Words

# the fields, by the parameter of the address; each with the key of its label
LABELS: Mapping[str, str] = {
    "q": "page_words",
    "topic": "page_topic",
    "publisher": "publisher",
    "language": "language",
    "since": "page_since",
    "until": "page_until",
}
GROUPS = ("date", "topic", "publisher", "language")


@dataclass(frozen=True, slots=True)
class Fault:
    """The field that cannot be used as it is, and what to do about it in one line."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """The fields as they were typed, by parameter; `group` is always one of GROUPS."""

    typed: Mapping[str, str]
    group: str = GROUPS[0]
    page: int = 1

    @property
    def words(self) -> str:
        return self.typed["q"]

    def filters(self, *, without: str = "") -> Filters:
        """The filters, less one of them; raises QuestionRefused as `read_filters` does."""
        kept = {name: value for name, value in self.typed.items() if name not in ("q", without)}
        return read_filters(**kept)

    def parameters(self, *, without: str = "", page: int = 1) -> dict[str, str]:
        """The address's parameters for this form, less one field; "" where nothing is set."""
        return {
            **{name: value for name, value in self.typed.items() if name != without},
            "group": "" if self.group == GROUPS[0] else self.group,
            "page": "" if page == 1 else str(page),
        }


def read_form(parameters: Mapping[str, str]) -> Form:
    """Whatever stands in an address; only a broken order or page is put right in silence."""
    group = parameters.get("group", "")
    page = parameters.get("page", "")
    return Form(
        typed={name: parameters.get(name, "").strip(" ") for name in LABELS},
        group=group if group in GROUPS else GROUPS[0],
        page=int(page) if page.isdecimal() and len(page) <= 6 else 1,
    )


def without_faulty(form: Form, fault: Fault | None) -> Form:
    """The form as far as it can be used."""
    if fault is None:
        return form
    return replace(form, typed={**form.typed, fault.field: ""})


def fault_of(form: Form, collection: Collection, words: Words) -> Fault | None:
    """The first field that cannot be used."""
    for field, value in form.typed.items():
        if not _readable(field, value):
            return Fault(field, _unreadable(field, value, words))
    try:
        filters = form.filters()
    except QuestionRefused:  # each of them is readable alone: the two dates are in no order
        dates = {"since": form.typed["since"], "until": form.typed["until"]}
        return Fault("since", words["page_bad_order"].format(**dates))
    known = collection.overview()
    held = {"publisher": known.publishers, "topic": known.topics}
    for field, alone in (
        ("publisher", replace(ANY, publisher=filters.publisher)),
        ("topic", replace(ANY, topic=filters.topic)),
    ):
        if not _held(alone, collection):
            near = ", ".join(nearest_values(form.typed[field], held[field]))
            texts = {"name": words[LABELS[field]], "value": form.typed[field], "near": near}
            return Fault(field, words["page_bad_value"].format(**texts))
    return None


def _readable(field: str, value: str) -> bool:
    # the words that are searched keep to what any typed text keeps to
    try:
        read_filters(**{"publisher" if field == "q" else field: value})
    except QuestionRefused:
        return False
    return True


def _unreadable(field: str, value: str, words: Words) -> str:
    kinds = {"since": "date", "until": "date", "language": "language"}
    kind = "text" if len(value) > MAX_FILTER else kinds.get(field, "text")
    texts = {"name": words[LABELS[field]], "value": value, "most": MAX_FILTER}
    return words[f"page_bad_{kind}"].format(**texts)


def _held(filters: Filters, collection: Collection) -> bool:
    try:
        check_held(filters, collection)
    except QuestionRefused:
        return False
    return True
