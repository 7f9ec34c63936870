"""The form and the people it is about, as the template shows them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from webapp.bulk.drafts import CLEAR, LEAVE, SET, Draft, NewKey
from webapp.bulk.fields import METADATA, PERSONAL, Field
from webapp.bulk.people import People
from webapp.cautions import caution
from webapp.customer_page.names import has_name, title_of
from webapp.kinds import Kind
from webapp.voucherify.customer_records import Customer

MOST_SHOWN = 20
KINDS = {
    Kind.TEXT: "Text",
    Kind.NUMBER: "Number",
    Kind.FLAG: "Yes or no",
    Kind.DAY: "Day",
    Kind.MOMENT: "Day and time",
    Kind.GEOPOINT: "Place (latitude, longitude)",
    Kind.IMAGE: "Address of a picture",
    Kind.JSON: "List or object (JSON)",
}
HINTS = {
    Kind.GEOPOINT: "Latitude and longitude, such as 50.06, 19.94.",
    Kind.IMAGE: "A complete web address.",
    Kind.JSON: "Written as JSON.",
}
INPUT_MODES = {"email": "email", "phone": "tel"}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Value:
    """Where a value is typed, in the shape that the fields of the profile form have."""

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
class Row:
    """One field with its three choices, "leave", "set" and "clear"; `action` is the one made."""

    name: str
    label: str
    action: str
    can_be_cleared: bool
    value: Value


@dataclass(frozen=True)
class NewRow:
    """A row for a key the project does not define."""

    row: int
    key: str
    text: str
    kinds: tuple[Option, ...]
    key_error: str
    value_error: str


@dataclass(frozen=True)
class FormPage:
    """The whole form. `personal_is_open` where something in that part is chosen or wrong."""

    metadata: tuple[Row, ...]
    shared: tuple[Row, ...]
    personal: tuple[Row, ...]
    new_rows: tuple[NewRow, ...]
    personal_is_open: bool
    error_count: int


@dataclass(frozen=True)
class Person:
    """One of those selected."""

    customer_id: str
    title: str
    has_name: bool
    source_id: str | None


@dataclass(frozen=True)
class Who:
    """Those selected: `shown` are the first, `others` how many more there are.

    `without_source_id` are the first, and `more_without_source_id` how many more there are, of the `read` ones.
    """

    shown: tuple[Person, ...]
    others: int
    without_source_id: tuple[Person, ...]
    more_without_source_id: int
    read: int
    are_all_read: bool


def who(people: People, show: Callable[[Customer], Customer]) -> Who:
    """The people for the page; `show` masks what may not be seen."""
    shown = people.customers[:MOST_SHOWN]
    without = [customer for customer in people.customers if not customer.source_id]
    return Who(
        shown=tuple(_person(show(each)) for each in shown),
        others=people.total - len(shown),
        without_source_id=tuple(_person(show(each)) for each in without[:MOST_SHOWN]),
        more_without_source_id=max(len(without) - MOST_SHOWN, 0),
        read=len(people.customers),
        are_all_read=people.are_all_read,
    )


def _person(customer: Customer) -> Person:
    return Person(customer.id, title_of(customer), has_name(customer), customer.source_id)


def form_page(fields: Sequence[Field], draft: Draft, zone: ZoneInfo, errors: Mapping[str, str]) -> FormPage:
    """The form with everything chosen and typed."""
    rows = [(each, _row(each, f"field-{number}", draft, zone, errors)) for number, each in enumerate(fields)]
    personal = tuple(row for each, row in rows if each.name in PERSONAL)
    return FormPage(
        metadata=tuple(row for each, row in rows if each.name.startswith(METADATA)),
        shared=tuple(row for each, row in rows if not each.name.startswith(METADATA) and each.name not in PERSONAL),
        personal=personal,
        new_rows=tuple(_new_row(new, errors) for new in draft.new_keys),
        personal_is_open=any(row.action != LEAVE or row.value.error for row in personal),
        error_count=len(errors),
    )


def _row(each: Field, id_: str, draft: Draft, zone: ZoneInfo, errors: Mapping[str, str]) -> Row:
    text, error = draft.texts.get(each.key, ""), errors.get(each.key, "")
    action = draft.actions.get(each.key, LEAVE)
    widget = _widget(each, text, has_error=bool(error))
    value = Value(
        id=id_,
        name=f"to:{each.key}",
        label=f"New value of {each.label}",
        widget=widget,
        text=text,
        options=_options(each, text, zone),
        input_mode=INPUT_MODES.get(each.name, "decimal" if each.kind is Kind.NUMBER else "text"),
        hint=HINTS.get(each.kind, "") or ("One on each line." if widget == "lines" else ""),
        error=error,
        caution=caution(tuple(each.name.split(".", 1)), text) if action == SET else "",
    )
    can_be_cleared = each.can_be_cleared or action == CLEAR
    return Row(f"do:{each.key}", each.label, action, can_be_cleared, value)


def _widget(each: Field, text: str, *, has_error: bool) -> str:
    if each.choices or each.kind is Kind.FLAG:
        return "choices" if each.is_list else "choice"
    if each.is_list:
        return "lines"
    if each.kind in {Kind.DAY, Kind.MOMENT}:
        return "text" if has_error else each.kind.value  # a date field would not show what cannot be read
    if each.kind is Kind.JSON:
        return "json"
    return "area" if "\n" in text or "\r" in text or each.name == "description" else "text"


def _options(each: Field, text: str, zone: ZoneInfo) -> tuple[Option, ...]:
    if each.kind is Kind.FLAG:
        labels = {"true": "Yes", "false": "No"}
    else:
        one = Field(each.name, each.label, each.kind)
        labels = {written: written for choice in each.choices if (written := one.write(choice, zone))}
    chosen = text.splitlines()
    options = tuple(Option(value, label, value in chosen) for value, label in labels.items())
    return options if each.is_list else (Option("", "Choose a value", not chosen), *options)


def _new_row(new: NewKey, errors: Mapping[str, str]) -> NewRow:
    return NewRow(
        row=new.row,
        key=new.key,
        text=new.text,
        kinds=tuple(Option(kind.value, label, kind is new.kind) for kind, label in KINDS.items()),
        key_error=errors.get(f"new-{new.row}-key", ""),
        value_error=errors.get(f"new-{new.row}-value", ""),
    )
