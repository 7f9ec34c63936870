"""What a customer holds, in people's terms."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from webapp.formats import Formats
from webapp.redeemables.presenters.holdings import blockers_of, groups_of, holding_of
from webapp.redeemables.presenters.validity import restrictions, validity
from webapp.voucherify.redeemables import RedeemableHolder
from webapp.voucherify.voucher_records import Voucher

FORMATS = Formats("EUR", "Europe/Warsaw")
NOW = datetime.now(UTC)


def holder(status: str = "ACTIVE", kind: str = "DISCOUNT_VOUCHER", **voucher: Any) -> RedeemableHolder:
    described = {"id": "v_1", "code": "SAVE10", **voucher}
    return RedeemableHolder(
        {
            "id": "rh_1",
            "voucher_type": kind,
            "holder_role": "OWNER",
            "redeemable": {"status": status, "voucher": described},
        }
    )


def moment(days: float) -> str:
    return (NOW + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("status", "voucher", "sentence"),
    [
        ("ACTIVE", {}, "Valid without an end."),
        ("ACTIVE", {"expiration_date": "2031-05-02T22:30:00+00:00"}, "Valid until 3 May 2031, in "),
        ("EXPIRED", {"expiration_date": "2021-05-03T10:00:00.000Z"}, "Expired on 3 May 2021, "),
        ("EXPIRED", {}, "Expired; the day is not known."),
        ("NOT_ACTIVE_YET", {"start_date": "2031-05-03T10:00:00.000Z"}, "Cannot be used before 3 May 2031, in "),
        ("DISABLED", {"expiration_date": "2031-05-03T10:00:00.000Z"},
         "Switched off, though it would be valid until 3 May 2031."),
        ("DISABLED", {}, "Switched off."),
        ("USED", {"redemption": {"quantity": 1, "redeemed_quantity": 1}}, "Used up: 1 of 1 uses are spent."),
        ("NO_BALANCE", {}, "Nothing is left on it."),
        ("BRAND_NEW", {}, "Valid without an end."),
    ],
)  # fmt: skip
def test_validity_is_a_sentence(status: str, voucher: dict[str, Any], sentence: str) -> None:
    assert validity(holder(status, **voucher).redeemable, FORMATS).startswith(sentence)


def test_restrictions_of_days_hours_and_timeframes() -> None:
    voucher = Voucher(
        {
            "id": "v_1",
            "validity_day_of_week": [0, 6, 9, "x"],
            "validity_hours": {"daily": [{"start_time": "09:00", "expiration_time": "17:00", "days_of_week": [1]}]},
            "validity_timeframe": {"duration": "PT1H", "interval": "P2D"},
        }
    )
    assert list(restrictions(voucher)) == [
        "Only on Sunday, Saturday.",
        "Only from 09:00 to 17:00 on Monday.",
        "Only for 1 hour in every 2 days.",
    ]


@pytest.mark.parametrize(
    ("voucher", "answer", "details"),
    [
        ({"gift": {"amount": 5000, "balance": 3500}}, "€35.00 left", ("of €50.00",)),
        ({"loyalty_card": {"points": 180, "balance": 120, "expired_points": 60, "pending_points": 5,
                           "next_expiration_points": 20, "next_expiration_date": "2027-12-31"}},
         "120 points", ("20 of them end on 31 Dec 2027", "5 points pending", "180 ever collected", "60 expired")),
        ({"discount": {"type": "PERCENT", "percent_off": 12.5, "amount_limit": 1000}},
         "12.5% off, at most €10.00", ()),
        ({"discount": {"type": "AMOUNT", "amount_off": 500}}, "€5.00 off", ()),
        ({"discount": {"type": "FIXED", "fixed_amount": 900}}, "for €9.00 in all", ()),
        ({"discount": {"type": "UNIT", "unit_off": 2, "unit_type": "prod_1"}}, "2 × prod_1 free", ()),
        ({"discount": {"type": "PERCENT"}}, "a discount of the kind PERCENT", ()),
        ({}, "worth not known", ()),
    ],
)  # fmt: skip
def test_what_is_left_not_what_was_earned(voucher: dict[str, Any], answer: str, details: tuple[str, ...]) -> None:
    worth = holding_of(holder(**voucher), FORMATS).worth
    assert (worth.answer, worth.details) == (answer, details)


def test_groups_by_type_with_the_usable_first() -> None:
    groups = groups_of(
        [
            holder("EXPIRED", code="OLD"),
            holder("ACTIVE", code="NEW"),
            holder("ACTIVE", "LOYALTY_CARD"),
            holder("ACTIVE", "GIFT_VOUCHER"),
            holder("ACTIVE", "SOMETHING_ELSE"),
        ],
        FORMATS,
    )
    assert [group.title for group in groups] == ["Discount vouchers", "Gift cards", "Loyalty cards", "Others"]
    assert [holding.code for holding in groups[0].holdings] == ["NEW", "OLD"]


def test_blockers_are_recent_and_the_latest_comes_first() -> None:
    found = blockers_of(
        [
            holder("ACTIVE", code="FINE"),
            holder("USED", code="SPENT"),
            holder("EXPIRED", code="LAST-YEAR", expiration_date=moment(-300)),
            holder("EXPIRED", code="LAST-WEEK", expiration_date=moment(-7)),
            holder("DISABLED", code="OFF", updated_at=moment(-1)),
            holder("NOT_ACTIVE_YET", code="SOON", start_date=moment(3), updated_at=moment(-20)),
        ],
        FORMATS,
        NOW,
    )
    assert [(each.code, each.words) for each in found] == [
        ("OFF", "switched off"),
        ("LAST-WEEK", "expired 1 week ago"),
        ("SOON", "not yet valid, starts in 3 days"),
    ]


def test_a_holder_of_whom_little_is_known() -> None:
    holding = holding_of(RedeemableHolder({"id": "rh_1"}), FORMATS)
    assert (holding.code, holding.group, holding.status.word) == ("code not known", "Others", "status not known")
