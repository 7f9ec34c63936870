"""The form as the template shows it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from webapp.cautions import caution
from webapp.editing.drafts import NEW_KINDS, Base, Draft, NewKey
from webapp.editing.inputs import Input, inputs_for
from webapp.editing.profiles import Path, value_at
from webapp.kinds import Kind
from webapp.values import Fact, facts_of

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
INPUT_MODES: dict[Path, str] = {("email",): "email", ("phone",): "tel"}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


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
class Group:
    """Fields that belong together; `title` is empty for those that need none."""

    title: str
    inputs: tuple[ShownInput, ...]


@dataclass(frozen=True)
class NewRow:
    """A row for a key that is to be added."""

    row: int
    key: str
    text: str
    kinds: tuple[Option, ...]
    key_error: str
    value_error: str


@dataclass(frozen=True)
class FormPage:
    """All that the form shows. `kept` are keys the project no longer defines, which stay as they are."""

    person: tuple[ShownInput, ...]
    address: tuple[ShownInput, ...]
    declared: tuple[Group, ...]
    others: tuple[ShownInput, ...]
    new_rows: tuple[NewRow, ...]
    kept: tuple[Fact, ...]
    can_add_keys: bool
    schema_is_known: bool
    error_count: int


def form_page(base: Base, draft: Draft, zone: ZoneInfo, errors: Mapping[str, str] | None = None) -> FormPage:
    """The form with everything typed in it, and for the rest what the agent saw."""
    errors = errors or {}
    country = draft.texts.get("address/country") or value_at(base.profile, ("address", "country"))
    shown = [
        (each, _shown(each, f"field-{number}", base, draft, zone, errors, country))
        for number, each in enumerate(inputs_for(base.profile, base.schema, zone, is_new=not base.customer_id))
    ]
    metadata = [(each, input_) for each, input_ in shown if each.path[0] == "metadata"]
    stored = base.profile.get("metadata")
    return FormPage(
        person=tuple(input_ for each, input_ in shown if len(each.path) == 1),
        address=tuple(input_ for each, input_ in shown if each.path[0] == "address"),
        declared=_groups([(each, input_) for each, input_ in metadata if each.is_declared or len(each.path) > 2]),
        others=tuple(input_ for each, input_ in metadata if not each.is_declared and len(each.path) == 2),
        new_rows=tuple(_new_row(new, errors) for new in draft.new_keys),
        kept=facts_of(base.schema.retired(stored if isinstance(stored, Mapping) else {})),
        can_add_keys=base.schema.allows_others,
        schema_is_known=base.schema.is_known,
        error_count=len(errors),
    )


def _shown(
    each: Input, id_: str, base: Base, draft: Draft, zone: ZoneInfo, errors: Mapping[str, str], country: Any
) -> ShownInput:
    stored = each.write(value_at(base.profile, each.path), zone) or ""
    text = draft.texts.get(each.name, stored)
    error = errors.get(each.name, "")
    widget = _widget(each, text, has_error=bool(error))
    return ShownInput(
        id=id_,
        name=each.name,
        label=each.label,
        widget=widget,
        text=text,
        options=_options(each, text, zone),
        input_mode=INPUT_MODES.get(each.path, "decimal" if each.kind is Kind.NUMBER else "text"),
        hint=each.hint or KIND_HINTS.get(each.kind, "") or ("One on each line." if widget == "lines" else ""),
        error=error,
        caution=caution(each.path, text, country) if each.is_touched(stored, text) else "",
        is_required=each.is_required and not base.customer_id,
        can_be_removed=not each.is_declared and len(each.path) == 2,
    )


def _widget(each: Input, text: str, *, has_error: bool) -> str:
    if each.choices or each.kind is Kind.FLAG:
        return "choices" if each.is_list else "choice"
    if each.is_list:
        return "lines"
    if each.kind in {Kind.DAY, Kind.MOMENT}:
        return "text" if has_error else each.kind.value  # a date field would not show what cannot be read
    if each.kind is Kind.JSON:
        return "json"
    is_long = "\n" in text or "\r" in text or len(text) > LONG_TEXT or each.path == ("description",)
    return "area" if is_long else "text"


def _options(each: Input, text: str, zone: ZoneInfo) -> tuple[Option, ...]:
    """What can be chosen; what is stored although it is not allowed is offered too, so that it can stay."""
    if each.kind is Kind.FLAG:
        labels = {"true": "Yes", "false": "No"}
    else:
        one = Input(each.path, each.kind)
        labels = {written: written for choice in each.choices if (written := one.write(choice, zone))}
    chosen = [line for line in (text.splitlines() if each.is_list else [text]) if line]
    labels |= {line: f"{line} (not among the allowed values)" for line in chosen if line not in labels}
    options = tuple(Option(value, label, value in chosen) for value, label in labels.items())
    return options if each.is_list else (Option("", "none given", not chosen), *options)


def _groups(metadata: list[tuple[Input, ShownInput]]) -> tuple[Group, ...]:
    """Fields of one object stand together under its key; runs of simple keys need no title."""

    def owner(pair: tuple[Input, ShownInput]) -> Path:
        return pair[0].path[1:-1]

    return tuple(
        Group(path[0] if path else "", tuple(shown for _, shown in pairs)) for path, pairs in groupby(metadata, owner)
    )


def _new_row(new: NewKey, errors: Mapping[str, str]) -> NewRow:
    return NewRow(
        row=new.row,
        key=new.key,
        text=new.text,
        kinds=tuple(Option(kind.value, KIND_LABELS[kind], kind is new.kind) for kind in NEW_KINDS),
        key_error=errors.get(f"new-{new.row}-key", ""),
        value_error=errors.get(f"new-{new.row}-value", "") or errors.get(new.name, ""),
    )
