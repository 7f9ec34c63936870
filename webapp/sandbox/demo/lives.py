"""What happens to ordinary customers: chance plans it, an agenda puts it in order, the deeds write it down."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from math import inf
from random import Random
from typing import Any

from webapp.sandbox.demo import cards, consents, publications, purchases, redemptions
from webapp.sandbox.demo.campaigns import GIFT_CARDS, LOYALTY, REFERRAL, SUMMER, VIP_PRICES, WELCOME, WINTER, amount_off
from webapp.sandbox.demo.clock import DAY, HOUR, MINUTE, YEAR, Moment, day_of, written
from webapp.sandbox.demo.metadata import DELIVERY_METHODS, MEMBERSHIP_LEVELS, PAYMENT_MEANS
from webapp.sandbox.demo.products import ARTICLES, total
from webapp.sandbox.demo.segments import FIRST_CUSTOMERS, TASTERS
from webapp.sandbox.demo.story import BROWSER, CALL_CENTER, CRM_SYNC, Story

Document = dict[str, Any]
Deed = Callable[[Story, Moment], Any]

_LEEWAY = 30 * MINUTE


class Agenda:
    """Deeds of one customer, each at its moment.

    What would happen later than now is never done, nor what is so near to it that the deed itself would reach past now.
    """

    def __init__(self, story: Story) -> None:
        self._story = story
        self._order_of_planning = count()
        self._planned: list[tuple[Moment, int, Deed]] = []

    def at(self, moment: Moment, deed: Deed) -> None:
        """Plan a deed; also from within another one."""
        if moment < self._story.shop.now - _LEEWAY:
            heappush(self._planned, (moment, next(self._order_of_planning), deed))

    def play(self) -> None:
        """Do everything planned, in order of time; a deed that takes long makes the next one wait."""
        while self._planned:
            moment, _, deed = heappop(self._planned)
            deed(self._story, max(moment, self._story.moment))


def live(story: Story, created: Moment) -> None:
    """An ordinary customer's life from creation until now."""
    agenda = Agenda(story)
    _plan_vouchers(agenda, story.rng, story.shop.now, created)
    _plan_orders(agenda, story, created)
    _plan_changes(agenda, story, created)
    agenda.play()
    story.end()


def live_as_friends(referrer: Story, referee: Story, met: Moment) -> None:
    """Two ordinary lives; the second customer comes with the first one's referral code, at the moment `met`."""
    code = publications.publish(referrer, referrer.moment + DAY, REFERRAL)
    agenda = Agenda(referrer)
    _plan_orders(agenda, referrer, referrer.moment)
    agenda.play()
    order = purchases.place(referee, met, _basket(referee.rng), referrer_id=referrer.id)
    redemptions.redeem_of_friend(referee, referrer, code, order, met + 4 * MINUTE)
    referrer.end()
    referee.end()


def _plan_vouchers(agenda: Agenda, rng: Random, now: Moment, created: Moment) -> None:
    chance = rng.random
    if chance() < 0.2:
        agenda.at(created + rng.randrange(HOUR, 2 * DAY), lambda story, at: publications.publish(story, at, LOYALTY))
    if chance() < 0.16:
        agenda.at(created + rng.randrange(MINUTE, HOUR), _welcome)
    for campaign, frequency, earliest in (
        (GIFT_CARDS, 0.07, created + DAY),
        (SUMMER, 0.05, max(created + HOUR, now - 70 * DAY)),
        (WINTER, 0.03, max(created + HOUR, now - 15 * DAY)),
    ):
        moment = earliest + rng.randrange(14 * DAY)
        if chance() < frequency and not (campaign == SUMMER and moment > now - 3 * DAY):
            agenda.at(moment, _publishing(campaign, rng.choice((2500, 5000, 10_000))))
    if chance() < 0.02:
        agenda.at(created + rng.randrange(30 * DAY, YEAR), _apologize)


def _publishing(campaign: str, amount: int) -> Deed:
    return lambda story, moment: publications.publish(story, moment, campaign, amount=amount)


def _welcome(story: Story, moment: Moment) -> None:
    voucher = publications.publish(story, moment, WELCOME)
    if story.customer.get("email"):
        publications.send(story, moment + MINUTE, "email", "sent", "Welcome letter")
    elif story.customer.get("phone"):
        publications.send(story, moment + MINUTE, "sms", "failed", "Welcome message")
    if story.rng.random() < 0.1:
        publications.disable(voucher, story.moment)


def _apologize(story: Story, moment: Moment) -> None:
    publications.give(story, moment, "SORRY-", amount_off(500))


def _plan_orders(agenda: Agenda, story: Story, created: Moment) -> None:
    rng = story.rng
    for _ in range(rng.choices((0, 1, 2, 3, 6), (62, 25, 8, 4, 1))[0]):
        moment = created + int((story.shop.now - created) * rng.random())
        agenda.at(moment + 10 * MINUTE, lambda story, at: _shop(agenda, story, at))


def _basket(rng: Random) -> list[Document]:
    items = [
        article.line(rng.choices((1, 2, 4), (7, 2, 1))[0]) for article in rng.sample(ARTICLES, rng.choice((1, 1, 2, 3)))
    ]
    if rng.random() < 0.05:
        items[0]["metadata"] = {"engraving": "Für Zoë ❤", "weight_in_grams": 480}
    return items


def _shop(agenda: Agenda, story: Story, moment: Moment) -> None:
    """One order, from the basket to wherever it gets."""
    rng = story.rng
    metadata: Document = {"payment_mean": rng.choice(PAYMENT_MEANS)}
    if rng.random() < 0.3:
        metadata |= {"delivery_method": rng.choice(DELIVERY_METHODS), "delivery_date": day_of(moment + 3 * DAY)}
    items = _basket(rng)
    amount_alone = rng.random() < 0.04
    order = purchases.place(
        story, moment, [] if amount_alone else items, amount=total(items) if amount_alone else None, metadata=metadata
    )
    outcome = rng.random()
    if outcome < 0.06:
        return
    if outcome < 0.12:
        agenda.at(moment + rng.randrange(HOUR, DAY), lambda story, at: purchases.cancel(story, order, at))
        return
    agenda.at(moment + rng.randrange(MINUTE, 20 * MINUTE), lambda story, at: _check_out(agenda, story, at, order))


def _check_out(agenda: Agenda, story: Story, moment: Moment, order: Document) -> None:
    rng = story.rng
    own = [voucher for voucher in story.vouchers if not voucher["is_referral_code"]]
    voucher = rng.choice(own) if own and rng.random() < 0.7 else None
    refusal = _refusal(story, voucher, moment) if voucher else None
    if voucher and refusal:
        redemptions.fail(story, voucher, order, moment, refusal)
        moment += MINUTE
    if voucher and not refusal:
        redemption = redemptions.redeem(story, voucher, order, moment)
        if rng.random() < 0.12:
            agenda.at(
                moment + rng.randrange(DAY, 20 * DAY),
                lambda story, at: redemptions.roll_back(story, voucher, redemption, at, "Returned unopened"),
            )
            return
    else:
        purchases.pay(story, order, moment)
    if rng.random() < 0.6:
        agenda.at(moment + rng.randrange(DAY, 4 * DAY), lambda story, at: purchases.fulfill(story, order, at))


def _refusal(story: Story, voucher: Document, moment: Moment) -> str | None:
    """Why the API refuses a customer's own voucher, or None when it takes it."""
    today, redemption = written(moment), voucher["redemption"]
    purse = voucher["gift"] or voucher["loyalty_card"]
    level = story.customer.get("metadata", {}).get("membership_level")
    reasons = {
        "voucher_disabled": not voucher["active"],
        "voucher_not_active": today < (voucher["start_date"] or today),
        "voucher_expired": today > (voucher["expiration_date"] or today),
        "quantity_exceeded": redemption["redeemed_quantity"] >= (redemption["quantity"] or inf),
        "customer_rules_violated": voucher["campaign"] == VIP_PRICES and level != "gold",
        "gift_amount_exceeded" if voucher["gift"] else "loyalty_card_points_exceeded": purse and not purse["balance"],
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _plan_changes(agenda: Agenda, story: Story, created: Moment) -> None:
    rng, chance = story.rng, story.rng.random
    lifetime = story.shop.now - created
    if chance() < 0.12:
        agenda.at(created + int(lifetime * chance()), _change_profile)
    if chance() < 0.03:
        level = rng.choice(MEMBERSHIP_LEVELS)
        agenda.at(created + int(lifetime * chance()), lambda story, at: _change_level(story, at, level))
    if chance() < 0.15:
        agenda.at(created + rng.randrange(5 * MINUTE, DAY), _consent)
    if chance() < 0.3:
        agenda.at(created + int(lifetime * chance()), _top_up)
    if chance() < 0.2:
        agenda.at(created + int(lifetime * chance()), _expire)
    if chance() < 0.03:
        story.join(rng.choice((TASTERS, FIRST_CUSTOMERS)))


def _change_profile(story: Story, moment: Moment) -> None:
    changes: tuple[tuple[Document, Document], ...] = (
        ({"phone": "+44 7700 900" + f"{story.rng.randrange(1000):03d}"}, CALL_CENTER),
        ({"metadata": {"accepts_marketing": False}}, BROWSER),
        ({"metadata": {"store_visits": story.rng.randrange(40, 60)}}, CRM_SYNC),
        ({"description": "Moved; the old address is no longer good."}, CALL_CENTER),
    )
    change, source = story.rng.choice(changes)
    story.update(moment, source, **change)


def _change_level(story: Story, moment: Moment, level: str) -> None:
    story.update(moment, CRM_SYNC, metadata={"membership_level": level})
    if level == "gold":
        publications.publish(story, moment + MINUTE, VIP_PRICES, source=CRM_SYNC)


def _consent(story: Story, moment: Moment) -> None:
    given = consents.NEWSLETTER[: story.rng.randrange(1, 4)] + consents.PRODUCT_NEWS[: story.rng.randrange(3)]
    story.answer_consents(moment, given=given)
    if story.rng.random() < 0.2:
        story.answer_consents(moment + 20 * MINUTE, revoked=given[:1])


def _top_up(story: Story, moment: Moment) -> None:
    card = next((voucher for voucher in story.vouchers if voucher["gift"]), None)
    if card:
        cards.add_credits(story, card, moment, 1000, "Goodwill")


def _expire(story: Story, moment: Moment) -> None:
    card = story.loyalty_card
    if card and card["loyalty_card"]["balance"] > 20:
        cards.expire_points(story, card, moment, card["loyalty_card"]["balance"] // 2)
