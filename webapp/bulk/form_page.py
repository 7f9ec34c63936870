"""The form and the people it is about, as the template shows them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from webapp.bulk.drafts import CLEAR, LEAVE, SET, Draft
from webapp.bulk.fields import METADATA, PERSONAL, Field
from webapp.bulk.people import People
from webapp.cautions import caution
from webapp.customer_page.names import has_name, title_of
from webapp.kinds import Kind
from webapp.shown_inputs import NewRow, ShownInput, has_lines, hint_of, labels_of, new_row, options_among, widget_of
from webapp.voucherify.customer_records import Customer

MOST_SHOWN = 20
INPUT_MODES = {"email": "email", "phone": "tel"}


@dataclass(frozen=True)
class Row:
    """One field with its three choices, "leave", "set" and "clear"; `action` is the one made."""

    name: str
    label: str
    action: str
    can_be_cleared: bool
    value: ShownInput


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
        new_rows=tuple(new_row(new, Kind, errors) for new in draft.new_keys),
        personal_is_open=any(row.action != LEAVE or row.value.error for row in personal),
        error_count=len(errors),
    )


def _row(each: Field, id_: str, draft: Draft, zone: ZoneInfo, errors: Mapping[str, str]) -> Row:
    text, error = draft.texts.get(each.key, ""), errors.get(each.key, "")
    action = draft.actions.get(each.key, LEAVE)
    needs_area = has_lines(text) or each.name == "description"
    widget = widget_of(each, needs_area=needs_area, has_error=bool(error))
    value = ShownInput(
        id=id_,
        name=f"to:{each.key}",
        label=f"New value of {each.label}",
        widget=widget,
        text=text,
        options=options_among(labels_of(each, zone), text.splitlines(), none="" if each.is_list else "Choose a value"),
        input_mode=INPUT_MODES.get(each.name, "decimal" if each.kind is Kind.NUMBER else "text"),
        hint=hint_of(each.kind, widget),
        error=error,
        caution=caution(tuple(each.name.split(".", 1)), text) if action == SET else "",
    )
    can_be_cleared = each.can_be_cleared or action == CLEAR
    return Row(f"do:{each.key}", each.label, action, can_be_cleared, value)
