"""The shop's segments, and who belongs to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.sandbox.demo.clock import DAY, YEAR, Moment, midnight_before, written
from webapp.sandbox.demo.identifiers import fixed_id

Document = dict[str, Any]
Test = Callable[[Document], bool]

VIP = "VIP"
BIG_SPENDERS = "Big spenders"
TASTERS = "Coffee tasters"
FIRST_CUSTOMERS = "First customers"


@dataclass(frozen=True)
class Segment:
    """A segment as GET /v1/segments/{segmentId} shows it, and the test its filter stands for."""

    document: Document
    fits: Test

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def leaves_events(self) -> bool:
        """Only auto-update segments write `customer.segment.entered` and `.left`."""
        return bool(self.document["type"] == "auto-update")

    @property
    def in_short(self) -> Document:
        """The segment inside an event."""
        return {"id": self.id, "name": self.document["name"], "object": "segment"}


def _is(value: object, wanted: list[str]) -> bool:
    return value is not None and str(value) in wanted


def _more_than(value: Any, wanted: list[str]) -> bool:
    return value is not None and value > float(wanted[0])


def _before(value: Any, wanted: list[str]) -> bool:
    return value is not None and value < wanted[0]


def _has_value(value: object, _: list[str]) -> bool:
    return value not in (None, "")


def _is_unknown(value: object, _: list[str]) -> bool:
    return value in (None, "")


_OPERATORS: dict[str, Callable[[Any, list[str]], bool]] = {
    "$is": _is,
    "$more_than": _more_than,
    "$before": _before,
    "$has_value": _has_value,
    "$is_unknown": _is_unknown,
}


def _condition(field: str, operator: str, wanted: list[str]) -> Test:
    path = field.split(".")
    holds = _OPERATORS[operator]

    def fits(customer: Document) -> bool:
        value: Any = customer
        for key in path:
            value = value.get(key) if value else None
        return holds(value, wanted)

    return fits


def _segment(name: str, kind: str, created: Moment, field: str = "", operator: str = "", *wanted: str) -> Segment:
    segment_filter = {"junction": "and", field: {"conditions": {operator: list(wanted)}}} if field else None
    document = {
        "id": fixed_id("seg_", name),
        "name": name,
        "created_at": written(created),
        "updated_at": None,
        "type": kind,
        "filter": segment_filter,
        "object": "segment",
    }
    return Segment(document, _condition(field, operator, list(wanted)) if field else lambda _: False)


def segments(opening: Moment, now: Moment) -> tuple[Segment, ...]:
    """All segments of the shop, of the three kinds, made when the shop opened."""
    two_years_ago = written(midnight_before(now - 2 * YEAR))
    return (
        _segment(VIP, "auto-update", opening, "metadata.membership_level", "$is", "gold"),
        _segment(BIG_SPENDERS, "auto-update", opening + DAY, "summary.orders.total_amount", "$more_than", "30000"),
        _segment("In Poland", "passive", opening + 2 * DAY, "address.country", "$is", "Poland"),
        _segment("Reachable by e-mail", "passive", opening + 3 * DAY, "email", "$has_value", ""),
        _segment("No telephone number", "passive", opening + 4 * DAY, "phone", "$is_unknown", ""),
        _segment("With us for two years", "passive", opening + 5 * DAY, "created_at", "$before", two_years_ago),
        _segment(TASTERS, "static", opening + 6 * DAY),
        _segment(FIRST_CUSTOMERS, "static", opening + 7 * DAY),
    )
