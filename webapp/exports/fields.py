"""What can be exported of orders and customers: the fields, their names for people, and which are personal. Pure.

The API exports other kinds of objects too. Frontdesk shows those exports and starts none of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.privacy.patterns import is_personal_name
from webapp.voucherify.metadata_schemas import Definition

METADATA = "metadata"
METADATA_KEY = "metadata."
KINDS_WITHOUT_TEXT = frozenset({"number", "boolean", "date", "datetime"})


@dataclass(frozen=True)
class Field:
    """One column. `personal` fields need a permission of their own; `is_money` counts in hundredths."""

    name: str
    label: str
    personal: bool = False
    is_money: bool = False
    is_default: bool = False


@dataclass(frozen=True)
class Group:
    """Fields that belong together on the form."""

    label: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Exportable:
    """A kind of object: `orders` are the ways to sort it, `defaults` the columns the API gives when none are named."""

    name: str
    plural: str
    groups: tuple[Group, ...]
    orders: Mapping[str, str]
    defaults: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for group in self.groups for field in group.fields)


def _money(name: str, label: str, *, is_default: bool = False) -> Field:
    return Field(name, label, is_money=True, is_default=is_default)


ORDERS = Exportable(
    "order",
    "Orders",
    (
        Group(
            "The order",
            (
                Field("id", "Order id"),
                Field("source_id", "Source id", is_default=True),
                Field("status", "Status", is_default=True),
                Field("created_at", "Created (UTC)", is_default=True),
                Field("updated_at", "Changed (UTC)"),
            ),
        ),
        Group(
            "Amounts",
            (
                _money("amount", "Amount"),
                _money("discount_amount", "Discount on the order"),
                _money("items_discount_amount", "Discount on items"),
                _money("total_discount_amount", "Total discount", is_default=True),
                _money("total_amount", "Total", is_default=True),
            ),
        ),
        Group(
            "Customers",
            (
                Field("customer_id", "Customer id", is_default=True),
                Field("referrer_id", "Referrer id"),
            ),
        ),
    ),
    {
        "-created_at": "Newest first",
        "created_at": "Oldest first",
        "-updated_at": "Changed most recently",
        "updated_at": "Changed longest ago",
        "status": "Status, A to Z",
        "-status": "Status, Z to A",
    },
    ("id", "source_id", "status"),
)
CUSTOMERS = Exportable(
    "customer",
    "Customers",
    (
        Group(
            "The record",
            (
                Field("id", "Customer id", is_default=True),
                # Many shops use the e-mail address as source id.
                Field("source_id", "Source id", personal=True, is_default=True),
                Field("created_at", "Created (UTC)", is_default=True),
                Field("updated_at", "Changed (UTC)"),
            ),
        ),
        Group(
            "The person",
            (
                Field("name", "Name", personal=True, is_default=True),
                Field("email", "E-mail", personal=True, is_default=True),
                Field("phone", "Phone", personal=True),
                Field("birthdate", "Birthdate", personal=True),
                Field("birthday", "Birthday (older field)", personal=True),
                Field("description", "Description", personal=True),
            ),
        ),
        Group(
            "Address",
            (
                Field("address_line_1", "Address line 1", personal=True),
                Field("address_line_2", "Address line 2", personal=True),
                Field("address_postal_code", "Postal code", personal=True),
                Field("address_city", "City", personal=True),
                Field("address_state", "State", personal=True),
                Field("address_country", "Country"),
            ),
        ),
        Group(
            "Orders, summed up",
            (
                Field("orders_total_count", "Orders", is_default=True),
                _money("orders_total_amount", "Worth of all orders", is_default=True),
                _money("orders_average_amount", "Average order"),
                _money("orders_last_order_amount", "Last order"),
                Field("orders_last_order_date", "Last order on (UTC)"),
            ),
        ),
        Group(
            "Loyalty and redemptions",
            (
                Field("loyalty_points", "Points on all cards", is_default=True),
                Field("loyalty_referred_customers", "Customers referred"),
                Field("redemptions_total_redeemed", "Redemptions"),
                Field("redemptions_total_succeeded", "Redemptions that succeeded"),
                Field("redemptions_total_failed", "Redemptions that failed"),
                Field("redemptions_total_rolled_back", "Redemptions rolled back"),
                Field("redemptions_total_rollback_succeeded", "Rollbacks that succeeded"),
                Field("redemptions_total_rollback_failed", "Rollbacks that failed"),
            ),
        ),
    ),
    {
        "-created_at": "Newest first",
        "created_at": "Oldest first",
        "-updated_at": "Changed most recently",
        "updated_at": "Changed longest ago",
        "name": "Name, A to Z",
        "-name": "Name, Z to A",
        "email": "E-mail, A to Z",
        "-email": "E-mail, Z to A",
        "source_id": "Source id, A to Z",
        "-source_id": "Source id, Z to A",
    },
    ("name", "source_id"),
)
EXPORTABLES = {each.name: each for each in (ORDERS, CUSTOMERS)}


def metadata_fields(definitions: Mapping[str, Definition]) -> Group:
    """A field for each key the schema declares, by name; deleted ones are offered no more."""
    declared = sorted((key for key, each in definitions.items() if not each.deleted), key=str.casefold)
    return Group(
        "Metadata",
        tuple(Field(METADATA_KEY + key, key, _may_hold_personal_data(key, definitions[key])) for key in declared),
    )


def holds_personal_data(exported_object: str | None, fields: Iterable[str]) -> bool:
    """Whether the file of an export may hold personal data, by its fields alone.

    Without a schema at hand any metadata may be personal, and so may everything of kinds that Frontdesk does not
    export itself: their columns name customers and hold codes that are worth money.
    """
    kind = EXPORTABLES.get(exported_object or "")
    if kind is None:
        return True
    harmless = {field.name for field in kind.fields if not field.personal}
    return not set(tuple(fields) or kind.defaults) <= harmless


def columns_of(exported_object: str | None, fields: Sequence[str], titles: Sequence[str]) -> tuple[Field, ...]:
    """What each column of a file is, by its place among the fields asked for, given the titles in the file.

    `metadata` stands for as many columns as the file has more than there are other fields. Where the two do not go
    together, a column is what its title says and no more.
    """
    kind = EXPORTABLES.get(exported_object or "")
    known = {field.name: field for field in kind.fields} if kind else {}
    asked = tuple(fields) or (kind.defaults if kind else ())
    names = list(_spread(asked, len(titles)))
    if len(names) != len(titles):
        return tuple(Field(title, title) for title in titles)
    return tuple(
        known.get(name) or Field(name, name.removeprefix(METADATA_KEY) if name else title)
        for name, title in zip(names, titles, strict=True)
    )


def _spread(fields: Sequence[str], columns: int) -> Iterator[str]:
    """The fields with `metadata` taking all the columns that the others leave; those have no name here."""
    for field in fields:
        if field == METADATA and fields.count(METADATA) == 1:
            yield from [""] * (columns - len(fields) + 1)
        else:
            yield field


def _may_hold_personal_data(key: str, definition: Definition) -> bool:
    """Free text may hold anything; numbers, flags, dates and fixed choices are harmless unless their name tells."""
    is_fixed = definition.type in KINDS_WITHOUT_TEXT or bool(definition.eq)
    return is_personal_name(key) or not is_fixed
