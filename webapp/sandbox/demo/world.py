"""The demo world: a shop and its customers, batch by batch."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from webapp.sandbox.demo.clock import DAY, HOUR, YEAR, Moment, moment_of
from webapp.sandbox.demo.consents import consent_groups, consents
from webapp.sandbox.demo.lives import live, live_as_friends
from webapp.sandbox.demo.metadata import metadata_schemas
from webapp.sandbox.demo.oddities import ODD_PROFILES
from webapp.sandbox.demo.profiles import ordinary_profile
from webapp.sandbox.demo.shop import Shop
from webapp.sandbox.demo.story import WEB_SHOP, Rows, Story
from webapp.sandbox.demo.tickets import FAIR_VISITORS, TELLERS, meet_fair_visitor

Document = dict[str, Any]
Batch = tuple[str, list[Document]]

_CUSTOMERS_PER_BATCH = 1000
_FAIR_VISITORS_AT = range(160, 160 + FAIR_VISITORS)
_TABLES_OF_CUSTOMERS = (
    "customers",
    "segment_members",
    "customer_consents",
    "vouchers",
    "holders",
    "orders",
    "redemptions",
    "publications",
    "transactions",
    "events",
)


def build(customers: int, seed: int, now: datetime) -> Iterator[Batch]:
    """Yield `(table, rows)` batches of a whole project, about a thousand customers at a time.

    Rows are documents as the API answers them, plus link fields on `segment_members`, `customer_consents`, `holders`,
    `transactions` and `events`. They may share parts with each other: read them, do not change them.
    The same arguments give the same rows on every machine. Customers form one list that `customers` cuts to length, so
    a larger world begins with a smaller one (but for a last customer whose friend was cut off: that one comes alone);
    the people of the tickets open the list and always come all.
    Campaigns come last, because they count the vouchers given out.
    """
    world = _World(customers, seed, moment_of(now))
    shop = world.shop
    yield "metadata_schemas", metadata_schemas(shop.opening)
    yield "consent_groups", consent_groups(shop.opening)
    yield "consents", consents(shop.opening)
    yield "segments", [segment.document for segment in shop.segments.values()]
    yield "loyalty_tiers", list(shop.tiers)
    yield "earning_rules", [shop.earning_rule]
    world.tell_tickets()
    while world.told < customers:
        world.tell_next()
        if len(world.rows["customers"]) >= _CUSTOMERS_PER_BATCH:
            yield from world.take_rows()
    yield from world.take_rows()
    yield "campaigns", shop.campaign_documents()


class _World:
    """The customers told so far, and the rows of theirs not yet taken."""

    def __init__(self, customers: int, seed: int, now: Moment) -> None:
        self.shop = Shop(now)
        self.rows: Rows = defaultdict(list)
        self.told = 0
        self._wanted = customers
        self._seed = seed
        self._last_email: str | None = None

    def take_rows(self) -> Iterator[Batch]:
        rows, self.rows = self.rows, defaultdict(list)
        yield from ((table, rows[table]) for table in _TABLES_OF_CUSTOMERS if rows[table])

    def tell_tickets(self) -> None:
        for teller in TELLERS:
            teller(self._meet_known)
        self._odd_from = self.told

    def tell_next(self) -> None:
        """Tell the customer at the next place of the list, or the two of a friendship where both still fit."""
        slot = self.told
        if slot < self._odd_from + len(ODD_PROFILES):
            profile = ODD_PROFILES[slot - self._odd_from]
            self._meet_known(profile, 40 + slot).end()
        elif slot in _FAIR_VISITORS_AT:
            meet_fair_visitor(self._meet_known, slot - _FAIR_VISITORS_AT.start + 1)
        elif slot % 25 == 11 and slot + 1 < self._wanted:
            self._tell_friends(slot)
        else:
            self._tell_ordinary(slot)

    def _tell_ordinary(self, slot: int) -> None:
        rng = self._rng(slot)
        created = self.shop.now - 2 * HOUR - int(3 * YEAR * rng.random() ** 1.5)
        story = self._meet_ordinary(slot, rng, created)
        live(story, created)

    def _tell_friends(self, slot: int) -> None:
        rng = self._rng(slot)
        created = self.shop.now - 60 * DAY - rng.randrange(2 * YEAR)
        referee_created = created + rng.randrange(10 * DAY, 50 * DAY)
        referrer = self._meet_ordinary(slot, rng, created)
        referee = self._meet_ordinary(slot + 1, self._rng(slot + 1), referee_created)
        live_as_friends(referrer, referee, referee_created + HOUR)

    def _meet_ordinary(self, slot: int, rng: Random, created: Moment) -> Story:
        """One customer in fifty shares the address of the customer before."""
        shared_email = self._last_email if slot % 50 == 33 else None
        profile = ordinary_profile(rng, slot, created, shared_email)
        self._last_email = profile.get("email")
        return self._meet(rng, profile, created)

    def _meet_known(self, profile: Document, days_ago: float, source: Document = WEB_SHOP) -> Story:
        created = self.shop.now - int(days_ago * DAY)
        return self._meet(self._rng(profile["source_id"]), profile, created, source)

    def _meet(self, rng: Random, profile: Document, created: Moment, source: Document = WEB_SHOP) -> Story:
        self.told += 1
        return Story(self.shop, self.rows, rng, profile, created, source)

    def _rng(self, person: int | str) -> Random:
        """Chance that belongs to one person alone, so that nobody's fate hangs on how many others there are."""
        return Random(f"{self._seed}/{person}")  # noqa: S311 -- a demo world wants repeatable chance, no secrets
