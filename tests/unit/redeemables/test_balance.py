"""How a card's balance came about."""

from datetime import UTC, datetime
from typing import Any

from webapp.redeemables.presenters.balance import history_of
from webapp.values import Value
from webapp.voucherify.voucher_records import Transaction, Voucher

NOW = datetime(2026, 11, 20, tzinfo=UTC)
GIFT = Voucher({"id": "v_1", "created_at": "2026-09-01T00:00:00Z", "gift": {"amount": 5000, "balance": 3500}})
CARD = Voucher({"id": "v_2", "loyalty_card": {"points": 180, "balance": 120}})


def transaction(number: int, kind: str, created_at: str, **balance: Any) -> Transaction:
    details = {"balance": balance, "order": {"source_id": "8638"}}
    return Transaction({"id": f"vtx_{number}", "type": kind, "created_at": created_at, "details": details})


SPENT_AND_GIVEN_BACK = [
    transaction(3, "CREDITS_REDEMPTION", "2026-11-10T00:00:00Z", amount=-1500, balance=3500),
    transaction(2, "CREDITS_REFUND", "2026-10-25T00:00:00Z", amount=1500, balance=5000),
    transaction(1, "CREDITS_REDEMPTION", "2026-10-21T00:00:00Z", amount=-1500, balance=3500),
]


def test_a_gift_cards_story() -> None:
    history = history_of(GIFT, SPENT_AND_GIVEN_BACK, NOW, is_complete=True, is_newest=True)
    assert [(row.words, row.change, row.balance) for row in history.rows] == [
        ("Spent", Value("money", -1500), Value("money", 3500)),
        ("Given back", Value("money", 1500), Value("money", 5000)),
        ("Spent", Value("money", -1500), Value("money", 3500)),
    ]
    assert history.rows[0].reasons == ("order 8638",)
    assert history.began_with == Value("money", 5000)
    assert history.began_at == GIFT.created_at
    assert history.check == "The last transaction agrees with the balance."
    assert history.picture is not None
    assert history.picture.line.count("V") == 3


def test_a_balance_that_disagrees_is_pointed_out() -> None:
    changed = Voucher({**GIFT.raw, "gift": {"balance": 2000}})
    assert "disagree" in history_of(changed, SPENT_AND_GIVEN_BACK, NOW, is_complete=True, is_newest=True).check
    assert history_of(changed, SPENT_AND_GIVEN_BACK, NOW, is_complete=True, is_newest=False).check == ""


def test_points_are_called_points_in_loyalty_cards_transactions() -> None:
    rows = history_of(
        CARD,
        [transaction(1, "POINTS_ACCRUAL", "2026-11-10T00:00:00Z", points=14, balance=120)],
        NOW,
        is_complete=False,
        is_newest=True,
    ).rows
    assert (rows[0].words, rows[0].change) == ("Earned", Value("points", 14))


def test_nothing_has_moved_yet() -> None:
    history = history_of(GIFT, [], NOW, is_complete=True, is_newest=True)
    assert (history.rows, history.picture, history.began_with, history.check) == ((), None, None, "")


def test_transactions_that_tell_little() -> None:
    history = history_of(CARD, [Transaction({"id": "vtx_1"})], NOW, is_complete=True, is_newest=True)
    assert (history.rows[0].words, history.rows[0].change, history.picture) == ("not known", None, None)
