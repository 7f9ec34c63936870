"""What a lookup found, as the template shows it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.customer_page.rows import Row, row_of
from webapp.error_words import words_for
from webapp.formats import counted, number
from webapp.lookup.finding import Findings
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class Hits:
    """`more` counts the customers of that name or e-mail who are not listed; `problems` are sentences.

    `order_id` is that of the order the text may mean as well.
    """

    rows: tuple[Row, ...]
    order_id: str | None
    summary: str
    more: int
    notes: tuple[str, ...]
    problems: tuple[str, ...]


def present(findings: Findings, show: Callable[[Customer], Customer]) -> Hits:
    """Each customer once, with every reason; `show` masks what may not be seen."""
    customers: dict[str, Customer] = {}
    reasons: dict[str, list[str]] = {}
    for sighting in findings.sightings:
        customers.setdefault(sighting.customer.id, sighting.customer)
        given = reasons.setdefault(sighting.customer.id, [])
        if sighting.reason not in given:
            given.append(sighting.reason)
    rows = tuple(row_of(show(customer), ", ".join(reasons[key])) for key, customer in customers.items())
    more = sum(place.total - len(place.sightings) for place in findings.places)
    return Hits(
        rows=rows,
        order_id=findings.order.id if findings.order else None,
        summary=_summary(len(rows), more),
        more=more,
        notes=tuple(place.note for place in findings.places if place.note),
        problems=problems_of(findings),
    )


def problems_of(findings: Findings) -> tuple[str, ...]:
    """Where could not be looked, and why."""
    return tuple(
        f"Could not look through the {what}: {words_for(error).title}." for what, error in findings.failures.items()
    )


def _summary(listed: int, more: int) -> str:
    if not listed:
        return "Nothing found"
    found = counted(listed + more, "customer")
    return f"{found} may be meant" if not more else f"{found} may be meant; these are the newest {number(listed)}"
