"""Fields for values of any kind as templates show them, whatever they are about. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from webapp.form_texts import NewKey
from webapp.kinds import Kind, lines_of, write

LONG_TEXT = 80
KIND_LABELS = {
    Kind.TEXT: "Text",
    Kind.NUMBER: "Number",
    Kind.FLAG: "Yes or no",
    Kind.DAY: "Day",
    Kind.MOMENT: "Day and time",
    Kind.GEOPOINT: "Place (latitude, longitude)",
    Kind.IMAGE: "Address of a picture",
    Kind.JSON: "List or object (JSON)",
}
KIND_HINTS = {
    Kind.GEOPOINT: "Latitude and longitude, such as 50.06, 19.94.",
    Kind.IMAGE: "A complete web address.",
    Kind.JSON: "Written as JSON.",
}


class Typed(Protocol):
    """What a field holds. `choices` are the only values allowed; `is_list` is for several values."""

    @property
    def kind(self) -> Kind: ...
    @property
    def is_list(self) -> bool: ...
    @property
    def choices(self) -> tuple[Any, ...]: ...


@dataclass(frozen=True)
class Option:
    """Something to choose; `effect` says what it brings about."""

    value: str
    label: str
    is_chosen: bool
    effect: str = ""


@dataclass(frozen=True)
class ShownInput:
    """One field. `widget` is text, number, lines, area, json, day, moment, choice or choices.

    `can_be_removed` for keys of metadata that no schema defines.
    """

    id: str
    name: str
    label: str
    widget: str
    text: str
    options: tuple[Option, ...] = ()
    input_mode: str = "text"
    hint: str = ""
    error: str = ""
    caution: str = ""
    is_required: bool = False
    can_be_removed: bool = False


@dataclass(frozen=True)
class NewRow:
    """A row for a key that is to be added."""

    row: int
    key: str
    text: str
    kinds: tuple[Option, ...]
    key_error: str
    value_error: str


def is_long(text: str) -> bool:
    """Whether a text needs more than a line."""
    return has_lines(text) or len(text) > LONG_TEXT


def has_lines(text: str) -> bool:
    return "\n" in text or "\r" in text


def widget_of(each: Typed, *, needs_area: bool, has_error: bool) -> str:
    """The widget of a field; a text that `needs_area` has more than a line."""
    if each.choices or each.kind is Kind.FLAG:
        return "choices" if each.is_list else "choice"
    if each.is_list:
        return "lines"
    if each.kind in {Kind.DAY, Kind.MOMENT}:
        return "text" if has_error else each.kind.value  # a date field would not show what cannot be read
    if each.kind is Kind.JSON:
        return "json"
    return "area" if needs_area else "text"


def hint_of(kind: Kind, widget: str) -> str:
    """How a value of this kind is written."""
    return KIND_HINTS.get(kind, "") or ("One on each line." if widget == "lines" else "")


def labels_of(each: Typed, zone: ZoneInfo) -> dict[str, str]:
    """What may be chosen, by the text that stands for it."""
    if each.kind is Kind.FLAG:
        return {"true": "Yes", "false": "No"}
    return {written: written for choice in each.choices if (written := write(each.kind, choice, zone))}


def options_of(each: Typed, text: str, zone: ZoneInfo) -> tuple[Option, ...]:
    """What can be chosen; what is stored although it is not allowed is offered too, so that it can stay."""
    labels = labels_of(each, zone)
    chosen = lines_of(text) if each.is_list else [text] if text else []
    labels |= {line: f"{line} (not among the allowed values)" for line in chosen if line not in labels}
    return options_among(labels, chosen, none="" if each.is_list else "none given")


def options_among(labels: Mapping[str, str], chosen: Sequence[str], *, none: str) -> tuple[Option, ...]:
    """The options, after one for choosing nothing where it has a label."""
    options = tuple(Option(value, label, value in chosen) for value, label in labels.items())
    return (Option("", none, not chosen), *options) if none else options


def new_row(new: NewKey, kinds: Iterable[Kind], errors: Mapping[str, str], value_error: str = "") -> NewRow:
    """The row for a new key; `value_error` for what else may be wrong with its value."""
    return NewRow(
        row=new.row,
        key=new.key,
        text=new.text,
        kinds=tuple(Option(kind.value, KIND_LABELS[kind], kind is new.kind) for kind in kinds),
        key_error=errors.get(f"new-{new.row}-key", ""),
        value_error=errors.get(f"new-{new.row}-value", "") or value_error,
    )
