"""What is searched for, and what a search brings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp.interpretation import Interpretation, Kind, interpret
from webapp.voucherify.customer_records import Customer

LAST_PAGE = 99
"""GET /v1/customers answers no page beyond this one."""


@dataclass(frozen=True)
class Search:
    """What was asked, with days turned into instants of the configured time zone.

    The `_after` instants are the beginning of the first day asked for, the `_before` ones the end of the last.
    """

    asked: Interpretation
    city: str = ""
    segment_id: str = ""
    created_after: datetime | None = None
    created_before: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    order: str = "-created_at"
    page_size: int = 25

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any], zone: ZoneInfo) -> "Search":
        """Take the values of the valid search form."""
        return cls(
            asked=interpret(fields["q"] or ""),
            city=(fields["city"] or "").strip(),
            segment_id=fields["segment"] or "",
            created_after=_beginning(fields["created_after"], zone),
            created_before=_end(fields["created_before"], zone),
            updated_after=_beginning(fields["updated_after"], zone),
            updated_before=_end(fields["updated_before"], zone),
            order=fields["order"],
            page_size=int(fields["page_size"]),
        )

    @property
    def filters(self) -> dict[str, Any]:
        """The parameters of GET /v1/customers besides the text, without those not asked for."""
        given = {
            "city": self.city,
            "segment_id": self.segment_id,
            "created_after": self.created_after,
            "created_before": self.created_before,
            "updated_after": self.updated_after,
            "updated_before": self.updated_before,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def narrowing(self) -> dict[str, Any]:
        """The same with the text: as an e-mail where it looks like one, else as a name."""
        match self.asked.kind:
            case Kind.EMAIL:
                return {"email": self.asked.text, **self.filters}
            case Kind.NAME | Kind.IDENTIFIER:
                return {"name": self.asked.text, **self.filters}
        return self.filters

    @property
    def is_empty(self) -> bool:
        return self.asked.kind is Kind.NOTHING and not self.filters


@dataclass(frozen=True)
class Found:
    """One page of a search: `exact` has the text as id or source id, `others` come from the list.

    `total` counts all that were found, on every page.
    """

    exact: Customer | None
    others: tuple[Customer, ...]
    total: int


def _beginning(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time.min, zone) if day else None


def _end(day: date | None, zone: ZoneInfo) -> datetime | None:
    return _beginning(day + timedelta(days=1), zone) if day else None
