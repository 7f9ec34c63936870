"""The shop: everything that exists before the first customer comes."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from webapp.sandbox.demo.campaigns import campaigns, earning_rule, loyalty_tiers
from webapp.sandbox.demo.clock import YEAR, Moment, midnight_before
from webapp.sandbox.demo.segments import Segment, segments

Document = dict[str, Any]


@dataclass
class Shop:
    """One shop as of `now`. It opened four years ago."""

    now: Moment
    vouchers_of: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.opening: Moment = midnight_before(self.now - 4 * YEAR)
        self.campaigns: dict[str, Document] = campaigns(self.opening, self.now)
        self.tiers = loyalty_tiers(self.opening)
        self.earning_rule = earning_rule(self.opening)
        self.segments: dict[str, Segment] = {
            segment.document["name"]: segment for segment in segments(self.opening, self.now)
        }
        self.dynamic_segments = tuple(each for each in self.segments.values() if each.document["filter"])

    def tier_for(self, points: int) -> Document:
        """The loyalty tier of somebody who has collected so many points."""
        return next(tier for tier in reversed(self.tiers) if tier["points"]["from"] <= points)

    def campaign_documents(self) -> list[Document]:
        """The campaigns, each with the number of vouchers it has given out by now."""
        return [
            campaign | ({"vouchers_count": self.vouchers_of[name]} if campaign["voucher"] else {})
            for name, campaign in self.campaigns.items()
        ]
