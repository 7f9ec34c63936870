"""The cards of the profile page that are lists of facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from webapp.formats import age, counted, country
from webapp.pictures import Share, shares
from webapp.values import MISSING, Fact, Value, describe, given, known
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class Picture:
    """Two parts of a whole side by side: what is good first, the other in a tone "bad" or "soft"."""

    shares: tuple[Share, ...]
    tone: str
    description: str


@dataclass(frozen=True)
class Card:
    """A title, the facts, a sentence on how to read them (may be empty), and a picture of two of them."""

    title: str
    facts: tuple[Fact, ...]
    remark: str = ""
    picture: Picture | None = None


def person(customer: Customer, today: date) -> Card:
    return Card(
        "Person",
        (
            Fact("E-mail", given("email", customer.email)),
            Fact("Phone", given("phone", customer.phone)),
            Fact("Address", given("lines", _address_lines(customer) or None)),
            *_birth_facts(customer, today),
            Fact("Description", given("text", customer.description)),
        ),
    )


def orders(customer: Customer) -> Card:
    summary = customer.summary.orders
    no_order_yet = Value("words", "no order yet") if summary.total_count == 0 else None
    return Card(
        "Orders, summed up",
        (
            Fact("Orders", known("count", summary.total_count)),
            Fact("Worth in all", known("money", summary.total_amount)),
            Fact("Average order", known("money", summary.average_amount)),
            Fact("Last order", no_order_yet or known("money", summary.last_order_amount)),
            Fact("Last order on", no_order_yet or known("moment", summary.last_order_date)),
        ),
        remark="Only orders that are paid or fulfilled count.",
    )


def redemptions(customer: Customer) -> Card:
    summary = customer.summary.redemptions
    return Card(
        "Redemptions",
        (
            Fact("In all", known("count", summary.total_redeemed)),
            Fact("Succeeded", known("count", summary.total_succeeded)),
            Fact("Failed", known("count", summary.total_failed)),
            Fact("Rolled back", known("count", summary.total_rolled_back)),
            Fact("Rollbacks that succeeded", known("count", summary.total_rollback_succeeded)),
            Fact("Rollbacks that failed", known("count", summary.total_rollback_failed)),
        ),
        remark="Uses of codes, gift cards and points.",
        picture=_picture(summary.total_succeeded, summary.total_failed, "bad", "Succeeded against failed redemptions"),
    )


def gift_cards(customer: Customer) -> Card:
    summary = customer.summary.redemptions.gift
    return Card(
        "Gift cards",
        (
            Fact("Left to spend", known("money", summary.amount_to_go)),
            Fact("Spent so far", known("money", summary.redeemed_amount)),
        ),
        picture=_picture(summary.amount_to_go, summary.redeemed_amount, "soft", "Money left against money spent"),
    )


def loyalty_cards(customer: Customer) -> Card:
    summary = customer.summary.redemptions.loyalty_card
    differs = summary.points_to_go is not None and summary.points_to_go != customer.loyalty.points
    return Card(
        "Loyalty cards",
        (
            Fact("Points", known("points", customer.loyalty.points), "without expired ones"),
            Fact(
                "Left on cards",
                known("points", summary.points_to_go),
                "counted apart by the API" if differs else "",
            ),
            Fact("Spent so far", known("points", summary.redeemed_points)),
        ),
        picture=_picture(summary.points_to_go, summary.redeemed_points, "soft", "Points left against points spent"),
    )


def record(customer: Customer) -> Card:
    assets = customer.assets
    never_changed = customer.updated_at is None
    return Card(
        "Record",
        (
            Fact("Id", given("identifier", customer.id)),
            Fact("Source id", given("identifier", customer.source_id), "Cannot be changed once it is given."),
            Fact("Created", known("moment", customer.created_at)),
            Fact("Changed", Value("words", "never") if never_changed else Value("moment", customer.updated_at)),
            Fact("Preference center", _link(assets.cockpit_preference_center_url or assets.cockpit_url)),
        ),
    )


def _picture(first: int | None, second: int | None, tone: str, description: str) -> Picture | None:
    """The picture of two numbers; None where one is not known, or both are nothing."""
    found = shares([first, second]) if first is not None and second is not None else ()
    return Picture(found, tone, f"{description}; the numbers stand below") if found else None


def _link(address: str | None) -> Value:
    """A link where there is an address to go to; masked, it is only a text."""
    return describe(address) if address else MISSING


def _address_lines(customer: Customer) -> tuple[str, ...]:
    address = customer.address
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    land = country(address.country) if address.country else None
    return tuple(line for line in (address.line_1, address.line_2, town, address.state, land) if line)


def _birth_facts(customer: Customer, today: date) -> Iterator[Fact]:
    """The birthdate, and the older field "birthday", which the API keeps apart, where it says something else."""
    born = customer.birthdate
    years = age(born, today) if born else -1
    as_given = describe(customer.raw["birthdate"]) if customer.raw.get("birthdate") else given("day", None)
    yield Fact(
        "Birthdate", given("day", born) if born else as_given, counted(years, "year") + " old" if years >= 0 else ""
    )
    older = customer.raw.get("birthday")
    if older and older != customer.raw.get("birthdate"):
        yield Fact("Birthday, older field", describe(older), "An older field of the API, which differs.")
