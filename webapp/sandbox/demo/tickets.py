"""The ten tickets of the support desk: for each, customers whose story answers it.

Every teller tells one ticket's people completely. Days are counted back from now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from webapp.sandbox.demo import cards, consents, publications, purchases, redemptions
from webapp.sandbox.demo.campaigns import GIFT_CARDS, LOYALTY, SUMMER, VIP_PRICES
from webapp.sandbox.demo.clock import DAY, HOUR, MINUTE, Moment
from webapp.sandbox.demo.products import (
    APRON,
    BREAD_BOX,
    CANDLE,
    COFFEE,
    COFFEE_BAG,
    KNIFE,
    MUG,
    PLATE,
    TEAPOT,
    VASE,
    Article,
    basket,
)
from webapp.sandbox.demo.story import BROWSER, CALL_CENTER, CRM_SYNC, WEB_SHOP, Story

Document = dict[str, Any]

FAIR_VISITORS = 40


class Meet(Protocol):
    """Brings a customer into the world, created so many days ago."""

    def __call__(self, profile: Document, days_ago: float, source: Document = WEB_SHOP, /) -> Story: ...


@dataclass(frozen=True)
class Ticket:
    """A ticket in the customer's words; who wrote it, and who else belongs to its story, by `source_id`."""

    number: int
    title: str
    source_id: str
    others: tuple[str, ...] = ()


TICKETS: tuple[Ticket, ...] = (
    Ticket(
        1,
        "My code SUMMER-… does not work at the checkout.",
        "ticket-1",
        ("ticket-1-used-up", "ticket-1-owner", "ticket-1-borrower", "ticket-1-left-segment"),
    ),
    Ticket(2, "I bought for 80 euros last week and got no points.", "ticket-2"),
    Ticket(3, "I have a new e-mail address.", "nadia.old@example.org"),
    Ticket(4, "Delete everything you have about me.", "ticket-4"),
    Ticket(5, "Stop the newsletters. All of them.", "ticket-5"),
    Ticket(6, "I paid with my gift card and now 15 euros are missing.", "ticket-6"),
    Ticket(7, "It says I have an account already.", "ticket-7", ("ticket-7-duplicate",)),
    Ticket(8, "Why do I no longer get the VIP prices?", "ticket-8"),
    Ticket(
        9,
        "Here are the 3,000 people from the trade fair.",
        "fair-0001",
        tuple(f"fair-{number:04d}" for number in range(2, FAIR_VISITORS + 1)),
    ),
    Ticket(10, "Somebody changed my phone number. Who?", "ticket-10"),
)


def _ago(story: Story, days: float) -> Moment:
    return story.shop.now - int(days * DAY)


def _buy(story: Story, days_ago: float, *contents: tuple[Article, int], earns_points: bool = True) -> Document:
    """An order placed and paid ten minutes later."""
    placed = _ago(story, days_ago)
    order = purchases.place(story, placed, basket(*contents), metadata={"payment_mean": "credit-card"})
    purchases.pay(story, order, placed + 10 * MINUTE, earns_points=earns_points)
    return order


def _redeem(
    story: Story, voucher: Document, days_ago: float, *contents: tuple[Article, int], worth: int | None = None
) -> Document:
    """An order paid with a voucher; answers the redemption."""
    placed = _ago(story, days_ago)
    order = purchases.place(story, placed, basket(*contents))
    return redemptions.redeem(story, voucher, order, placed + 5 * MINUTE, worth=worth)


def _be_refused(story: Story, voucher: Document, days_ago: float, failure_code: str) -> None:
    """A checkout at which the voucher is refused; the order stays unpaid."""
    placed = _ago(story, days_ago)
    order = purchases.place(story, placed, basket((PLATE, 2), (MUG, 1)))
    redemptions.fail(story, voucher, order, placed + 2 * MINUTE, failure_code)


def tell_summer_codes(meet: Meet) -> None:
    """Ticket 1: the code expired yesterday; and others whose code was used up, somebody else's, or for VIPs only."""
    story = meet({"source_id": "ticket-1", "name": "Summer Holloway", "email": "summer.holloway@example.org"}, 400)
    _buy(story, 300, (TEAPOT, 1))
    code = publications.publish(story, _ago(story, 21), SUMMER, code="SUMMER-HW7KQ2MX")
    publications.send(story, _ago(story, 20.9), "email", "sent", "Summer letter")
    _be_refused(story, code, 3 / 24, "voucher_expired")
    story.end()

    story = meet({"source_id": "ticket-1-used-up", "name": "Uma Summerfield", "email": "uma@example.com"}, 380)
    code = publications.publish(story, _ago(story, 30), SUMMER, code="SUMMER-UM4N8RTZ")
    _redeem(story, code, 12, (APRON, 1))
    _be_refused(story, code, 5, "quantity_exceeded")
    story.end()

    owner = meet({"source_id": "ticket-1-owner", "name": "Otto Sommer", "email": "otto.sommer@example.net"}, 350)
    code = publications.publish(owner, _ago(owner, 29), SUMMER, code="SUMMER-TT5V3PQX")
    owner.end()
    story = meet({"source_id": "ticket-1-borrower", "name": "Bea Sommerville", "email": "bea@example.net"}, 90)
    _be_refused(story, code, 4, "customer_rules_violated")
    story.end()

    profile = {"source_id": "ticket-1-left-segment", "name": "Sunny Laurent", "email": "sunny.laurent@example.com"}
    story = meet(profile | {"metadata": {"membership_level": "gold"}}, 500)
    code = publications.publish(story, _ago(story, 60), VIP_PRICES, code="VIP-SN9Y4LRT")
    story.update(_ago(story, 9), CRM_SYNC, metadata={"membership_level": "silver"})
    _be_refused(story, code, 2, "customer_rules_violated")
    story.end()


def tell_missing_points(meet: Meet) -> None:
    """Ticket 2: four orders, one of them 80.00 last week that earned nothing; some older points have expired."""
    story = meet({"source_id": "ticket-2", "name": "Penny Points", "email": "penny.points@example.org"}, 420)
    card = publications.publish(story, _ago(story, 410), LOYALTY, code="CLUB-PN7YP8TS")
    _buy(story, 390, (KNIFE, 1), (COFFEE, 2))
    cards.expire_points(story, card, _ago(story, 40), 60)
    order = _buy(story, 30, (TEAPOT, 1))
    purchases.fulfill(story, order, _ago(story, 28))
    _buy(story, 7, (PLATE, 4), earns_points=False)
    _buy(story, 2, (MUG, 1))
    story.end()


def tell_new_address(meet: Meet) -> None:
    """Ticket 3: the source_id is the old e-mail, and much hangs on it: points, a gift card, orders."""
    email = "nadia.old@example.org"
    profile = {"source_id": email, "name": "Nadia Newman", "email": email, "phone": "+353 20 911 0303"}
    story = meet(profile | {"birthdate": "1984-06-30"}, 800)
    publications.publish(story, _ago(story, 790), LOYALTY)
    order = _buy(story, 600, (KNIFE, 1), (APRON, 2))
    purchases.fulfill(story, order, _ago(story, 597))
    publications.publish(story, _ago(story, 200), GIFT_CARDS, code="GIFT-ND3M6WHL", amount=2500)
    _buy(story, 50, (COFFEE_BAG, 1))
    story.end()


def tell_goodbye(meet: Meet) -> None:
    """Ticket 4: whoever deletes this customer takes 17.50 on a gift card and the club's points along."""
    profile = {"source_id": "ticket-4", "name": "Gordon Goodbye", "email": "gordon.goodbye@example.com"}
    address = {"city": "Galway", "line_1": "4 Shop Street", "postal_code": "H91 A1B2", "country": "Ireland"}
    story = meet(profile | {"birthdate": "1961-11-02", "address": address}, 900)
    story.answer_consents(_ago(story, 899), given=consents.NEWSLETTER[:1] + consents.PRODUCT_NEWS)
    publications.publish(story, _ago(story, 880), LOYALTY, code="CLUB-GR2DNGDB")
    order = _buy(story, 700, (TEAPOT, 1), (MUG, 6))
    purchases.fulfill(story, order, _ago(story, 696))
    card = publications.publish(story, _ago(story, 120), GIFT_CARDS, code="GIFT-GB5Q7WNA", amount=5000)
    _redeem(story, card, 100, (VASE, 1), worth=3250)
    story.end()


def tell_newsletters(meet: Meet) -> None:
    """Ticket 5: consents given years ago on the preference page, one taken back since, and letters still going out."""
    story = meet({"source_id": "ticket-5", "name": "Stella Stopford", "email": "stella.stopford@example.net"}, 1000)
    story.answer_consents(_ago(story, 900), given=consents.NEWSLETTER)
    story.answer_consents(_ago(story, 700), given=consents.PARTNERS + consents.PRODUCT_NEWS, source=WEB_SHOP)
    story.answer_consents(_ago(story, 400), revoked=consents.NEWSLETTER[1:2])
    for days_ago in (62, 31, 1):
        publications.send(story, _ago(story, days_ago), "email", "sent", "Monthly newsletter")
    story.end()


def tell_gift_card(meet: Meet) -> None:
    """Ticket 6: 50.00, then 15.00 spent, given back when the order was returned, and spent again: 35.00 are left."""
    story = meet({"source_id": "ticket-6", "name": "Gina Giftwell", "email": "gina.giftwell@example.org"}, 260)
    card = publications.publish(story, _ago(story, 60), GIFT_CARDS, code="GIFT-GN4W8L5T", amount=5000)
    first = _redeem(story, card, 30, (PLATE, 1), worth=1500)
    redemptions.roll_back(story, card, first, _ago(story, 26), "Plate arrived broken")
    _redeem(story, card, 10, (PLATE, 1), worth=1500)
    story.end()


def tell_double_account(meet: Meet) -> None:
    """Ticket 7: one e-mail, two customers; the older one has the orders."""
    email = "tina.twice@example.org"
    story = meet({"source_id": "ticket-7", "name": "Tina Twice", "email": email, "phone": "+1 212 555 0177"}, 750)
    for days_ago in (500, 260, 40):
        order = _buy(story, days_ago, (COFFEE_BAG, 1), (CANDLE, 2))
        purchases.fulfill(story, order, _ago(story, days_ago - 2))
    story.end()
    meet({"source_id": "ticket-7-duplicate", "name": "tina twice", "email": email}, 6).end()


def tell_lost_vip(meet: Meet) -> None:
    """Ticket 8: the nightly sync set the membership level to silver, and with it the customer left the VIP segment."""
    profile = {"source_id": "ticket-8", "name": "Victor Vipond", "email": "victor.vipond@example.com"}
    story = meet(profile | {"metadata": {"membership_level": "gold", "store_visits": 31}}, 600)
    code = publications.publish(story, _ago(story, 590), VIP_PRICES, code="VIP-VC7TRVPD", source=CRM_SYNC)
    _redeem(story, code, 200, (KNIFE, 2))
    _redeem(story, code, 45, (BREAD_BOX, 1))
    story.update(_ago(story, 12), CRM_SYNC, metadata={"membership_level": "silver"})
    _be_refused(story, code, 3, "customer_rules_violated")
    story.end()


def meet_fair_visitor(meet: Meet, number: int) -> None:
    """Ticket 9: one of the forty customers whom the trade fair's list will meet again."""
    profile: Document = {
        "source_id": f"fair-{number:04d}",
        "name": f"Fair Visitor {number}",
        "email": f"visitor.{number}@example.org",
        "metadata": {"membership_level": "bronze", "store_visits": number},
    }
    if number % 3 == 0:
        profile["phone"] = f"+44 7700 900{number:03d}"
    story = meet(profile, 100 + number)
    if number % 4 == 0:
        _buy(story, 90, (CANDLE, 4))
    story.end()


def tell_changed_phone(meet: Meet) -> None:
    """Ticket 10: three updates; the last one, from the call center's key, replaced the telephone number."""
    profile = {"source_id": "ticket-10", "name": "Paula Phoneham", "email": "paula.phoneham@example.net"}
    story = meet(profile | {"phone": "+44 7700 900110"}, 330)
    story.update(_ago(story, 200), BROWSER, metadata={"accepts_marketing": True})
    story.update(_ago(story, 30), CRM_SYNC, description="Asked for a call back about a chipped mug.")
    story.update(_ago(story, 2) - 5 * HOUR, CALL_CENTER, phone="+44 7700 900666")
    story.end()


TELLERS: tuple[Callable[[Meet], None], ...] = (
    tell_summer_codes,
    tell_missing_points,
    tell_new_address,
    tell_goodbye,
    tell_newsletters,
    tell_gift_card,
    tell_double_account,
    tell_lost_vip,
    tell_changed_phone,
)
