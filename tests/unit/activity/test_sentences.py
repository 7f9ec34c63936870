"""Every documented type of event in a sentence."""

from typing import Any

import pytest

from webapp.activity.catalogue import FAMILIES, UNFILTERABLE
from webapp.activity.presenters.sentences import TELLERS, Told, tell
from webapp.formats import Formats
from webapp.voucherify.activity import ActivityEvent

FORMATS = Formats("EUR", "Europe/Warsaw")
DOCUMENTED = [event_type for family in (*FAMILIES, *UNFILTERABLE) for event_type in family.types]

CAMPAIGN = {"id": "camp_1", "name": "Summer sale"}
VOUCHER = {"id": "v_1", "code": "SAVE10", "expiration_date": "2026-05-02T22:30:00.000Z"}
ORDER = {"id": "ord_1", "source_id": "8638", "amount": 5000, "total_amount": 4200, "total_discount_amount": 800}


def told(event_type: str, **payload: Any) -> Told:
    return tell(ActivityEvent({"id": "evcus_1", "type": event_type, "data": {"data": payload}}), FORMATS)


def failed(code: str, **voucher: Any) -> str:
    return told("customer.redemption.failed", voucher=VOUCHER | voucher, redemption={"failure_code": code}).text


def test_the_catalogue_has_the_67_types_that_can_be_filtered_and_the_others() -> None:
    assert sum(len(family.types) for family in FAMILIES) == 67
    assert len(DOCUMENTED) == len(set(DOCUMENTED)) == 67 + 9


@pytest.mark.parametrize("event_type", DOCUMENTED)
def test_every_documented_type_has_a_sentence_even_without_a_payload(event_type: str) -> None:
    assert event_type in TELLERS
    text = told(event_type).text
    assert text
    assert "customer." not in text
    assert "None" not in text
    assert "  " not in text


def test_no_sentence_is_for_a_type_that_is_not_documented() -> None:
    assert set(TELLERS) == set(DOCUMENTED)


@pytest.mark.parametrize(
    ("event_type", "payload", "text"),
    [
        ("customer.order.paid", {"order": ORDER}, "Order 8638 paid, €42.00"),
        ("customer.order.canceled", {"order": {"id": "ord_1", "amount": 100}}, "Order ord_1 canceled, €1.00"),
        ("customer.order.created", {"order": {"id": "ord_1"}}, "Order ord_1 placed"),
        ("customer.segment.left", {"segment": {"id": "seg_1", "name": "VIP"}}, "Left segment VIP"),
        ("customer.segment.entered", {"segment": {"id": "seg_1"}}, "Entered segment seg_1"),
        ("customer.redemption.succeeded", {"voucher": VOUCHER, "order": ORDER},
         "SAVE10 redeemed, €8.00 off, for order 8638"),
        ("customer.redemption.succeeded", {"voucher": VOUCHER, "redemption": {"gift": {"amount": 1500}}},
         "€15.00 paid with gift card SAVE10"),
        ("customer.redemption.succeeded", {"voucher": VOUCHER, "redemption": {"loyalty_card": {"points": 1}}},
         "1 point redeemed from SAVE10"),
        ("customer.redemption.succeeded", {"promotion_tier": {"name": "Tenth coffee free"}},
         "Tenth coffee free redeemed"),
        ("customer.redemption.rollback.succeeded",
         {"voucher": VOUCHER, "redemption_rollback": {"gift": {"amount": -1500}, "reason": "Broken"}},
         "Redemption of SAVE10 rolled back, €15.00 went back to the card, “Broken”"),
        ("customer.redemption.rollback.failed",
         {"voucher": VOUCHER, "redemption": {"failure_message": "Too late"}}, "Rollback of SAVE10 failed: Too late"),
        ("customer.validation.failed", {"validation": {"redeemables": [{"id": "SAVE10"}]}},
         "SAVE10 checked, not valid"),
        ("customer.publication.succeeded", {"publication": {"voucher": {"code": "SAVE10"}}, "campaign": CAMPAIGN},
         "Was given SAVE10 (campaign Summer sale)"),
        ("customer.holder.assignment.created", {"voucher": VOUCHER, "holder": {"role": "REFEREE"}},
         "Became holder of SAVE10 as referee"),
        ("customer.voucher.gift.balance_added",
         {"voucher": VOUCHER, "balance": {"amount": 1500, "balance": 3500}},
         "€15.00 added to gift card SAVE10, €35.00 left"),
        ("customer.voucher.gift.balance_added", {"voucher": VOUCHER, "balance": {"amount": -100}},
         "€1.00 taken off gift card SAVE10"),
        ("customer.voucher.deleted", {"voucher": VOUCHER}, "Voucher SAVE10 deleted"),
        ("customer.rewarded.loyalty_points",
         {"balance": {"points": 80}, "order": ORDER, "earning_rule": {"source": {"banner": "1 point per 1.00"}}},
         "80 points earned for order 8638, 1 point per 1.00"),
        ("customer.voucher.loyalty_card.points_expired",
         {"voucher": VOUCHER, "points": 60, "transaction": {"details": {"balance": {"balance": 47}}}},
         "60 points on SAVE10 expired, 47 points on it now"),
        ("customer.voucher.loyalty_card.points_transferred",
         {"balance": {"points": -5}, "source_voucher": {"code": "A"}, "destination_voucher": {"code": "B"}},
         "5 points moved from A to B"),
        ("customer.voucher.loyalty_card.pending_points.added",
         {"voucher": VOUCHER, "pending_points": {"points": 9}}, "9 points pending on SAVE10"),
        ("customer.loyalty.tier.upgraded",
         {"loyalty_tier_from": {"name": "Silver"}, "loyalty_tier_to": {"name": "Gold"}, "campaign": CAMPAIGN},
         "Tier went up from Silver to Gold (campaign Summer sale)"),
        ("customer.loyalty.tier.prolonged",
         {"loyalty_tier": {"name": "Gold"}, "expiration_date": "2026-12-31T23:30:00.000Z"},
         "Tier Gold prolonged, until 1 Jan 2027"),
        ("customer.rewarded", {"reward": {"name": "Mug"}}, "Reward Mug given"),
        ("customer.reward_redemptions.rolledback", {"reward": {"name": "Mug"}}, "Reward Mug taken back"),
        ("customer.email.sent", {"distribution": {"name": "Monthly letter"}}, "E-mail sent: Monthly letter"),
        ("customer.sms.failed", {}, "Text message failed"),
        ("customer.referred", {"referrer": {"id": "cust_2", "name": "Anna"}}, "Referred by Anna"),
        ("customer.custom_event", {"event_schema": {"name": "quiz"}}, "Custom event “quiz”"),
        ("customer.consents.revoked", {"consents": [{"name": "Newsletter"}, {"name": "Partners"}]},
         "Consent taken back: Newsletter, Partners"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_happened(event_type: str, payload: dict[str, Any], text: str) -> None:
    assert told(event_type, **payload).text == text


def test_a_failed_redemption_says_why() -> None:
    assert failed("voucher_expired") == "Redemption of SAVE10 failed: it expired on 3 May 2026"
    assert failed("voucher_expired", expiration_date=None) == "Redemption of SAVE10 failed: it has expired"
    assert failed("quantity_exceeded") == "Redemption of SAVE10 failed: it is used up"
    assert failed("some_new_code") == "Redemption of SAVE10 failed: some new code"
    assert told("customer.redemption.failed", voucher=VOUCHER).text == "Redemption of SAVE10 failed"


def test_the_tone_goes_with_the_words() -> None:
    assert told("customer.redemption.failed").tone == "bad"
    assert told("customer.order.paid").tone == "good"
    assert told("customer.segment.left").tone == "warn"


@pytest.mark.parametrize("event_type", ["customer.something.new", "", None])
def test_an_unknown_type_is_told_as_it_stands(event_type: str | None) -> None:
    event = ActivityEvent({"id": "evcus_1", "type": event_type, "data": []})
    assert tell(event, FORMATS).text == (event_type or "An event without a type")


@pytest.mark.parametrize("value", [None, 7, "text", [], [None], {"order": 7}, {"order": {"id": 7, "amount": "x"}}])
def test_no_payload_is_too_odd(value: Any) -> None:
    for event_type in DOCUMENTED:
        assert tell(ActivityEvent({"id": "evcus_1", "type": event_type, "data": {"data": value}}), FORMATS).text
