"""What the API's oddities look like to a caller: nothing raises, nothing is lost."""

from datetime import UTC, date, datetime

import pytest

from webapp.voucherify.async_action_records import AsyncAction
from webapp.voucherify.campaigns import Campaign
from webapp.voucherify.consents import ConsentCatalogue
from webapp.voucherify.export_records import Export
from webapp.voucherify.metadata_schemas import MetadataSchema
from webapp.voucherify.oauth_records import Token
from webapp.voucherify.order_records import Order
from webapp.voucherify.publications import Publication
from webapp.voucherify.redeemables import RedeemableHolder
from webapp.voucherify.redemptions import Redemption
from webapp.voucherify.validations import Validation
from webapp.voucherify.voucher_records import Transaction, Voucher, VoucherRedemptions

KINDS = [
    AsyncAction, Campaign, ConsentCatalogue, Export, MetadataSchema, Order, Publication, RedeemableHolder, Redemption,
    Transaction, Validation, Voucher, VoucherRedemptions,
]  # fmt: skip
ODD_VALUES = [None, [], {}, "text", 7, 7.5, True, [None], [[]], [{}], {"data": {}}]


def fields_of(record):
    return [name for name in dir(record) if not name.startswith("_")]


@pytest.mark.parametrize("value", ODD_VALUES, ids=repr)
@pytest.mark.parametrize("kind", KINDS)
def test_any_field_may_hold_anything(kind, value):
    record = kind(dict.fromkeys(fields_of(kind), value))

    for name in fields_of(record):
        getattr(record, name)


def test_stamps_of_vouchers_have_microseconds_and_an_offset():
    voucher = Voucher({"start_date": "2022-08-30T08:32:07.380123+02:00", "created_at": "2022-08-30T06:32:07Z"})

    assert voucher.start_date == datetime(2022, 8, 30, 6, 32, 7, 380_123, UTC)
    assert voucher.created_at == datetime(2022, 8, 30, 6, 32, 7, tzinfo=UTC)


def test_a_voucher_has_the_part_its_type_says():
    card = Voucher(
        {
            "type": "LOYALTY_CARD",
            "discount": None,
            "gift": None,
            "loyalty_card": {"points": 100, "balance": 40, "next_expiration_date": "2026-12-31"},
            "redemption": {"quantity": None, "redeemed_quantity": 2},
            "categories": [{"name": "Gold"}],
            "validity_day_of_week": [0, 6],
        }
    )

    assert (card.loyalty_card.balance, card.loyalty_card.next_expiration_date) == (40, date(2026, 12, 31))
    assert (card.gift.balance, card.discount.percent_off) == (None, None)
    assert (card.redemption.quantity, card.redemption.redeemed_quantity) == (None, 2)
    assert ([category.name for category in card.categories], card.validity_day_of_week) == (["Gold"], (0, 6))
    assert Voucher({"discount": {"type": "PERCENT", "percent_off": 12.5}}).discount.percent_off == 12.5


def test_an_order_without_redemptions_may_have_a_list_of_none():
    assert dict(Order({"redemptions": []}).redemptions) == {}
    order = Order({"redemptions": {"r_1": {"date": "2026-01-01T00:00:00.000Z", "stacked": ["r_2", 3]}}})
    assert order.redemptions["r_1"].stacked == ("r_2",)


@pytest.mark.parametrize(
    "result",
    [
        {"failed": [{"source_id": "", "row": 2, "reason": "no"}]},
        {"errors": [{"source_id": "jane", "key": "invalid_payload", "details": "no"}], "failed": {}},
    ],
)
def test_failures_are_found_under_either_name(result):
    action = AsyncAction({"status": "DONE", "result": result})

    assert action.is_finished
    assert len(action.result.failures) == 1


@pytest.mark.parametrize(("status", "finished"), [("ENQUEUED", False), ("NEW", False), ("FAILED", True), (None, False)])
def test_only_known_ends_are_the_end(status, finished):
    assert AsyncAction({"status": status}).is_finished is finished


def test_a_rollback_is_told_by_its_object():
    assert Redemption({"object": "redemption_rollback"}).is_rollback
    assert not Redemption({"object": "redemption"}).is_rollback


def test_consents_stand_in_lists_within():
    catalogue = ConsentCatalogue(
        {
            "consents": {"data": [{"id": "cnst_1", "name": "News"}]},
            "groups": {"data": [{"id": "cnstgr_1", "consents": ["cnst_1"]}]},
        }
    )

    assert [(consent.id, consent.name) for consent in catalogue.consents] == [("cnst_1", "News")]
    assert catalogue.groups[0].consents == ("cnst_1",)


def test_a_token_lives_as_documented_where_it_does_not_tell():
    assert Token({"expires_in": 60}).lifetime == 60
    assert Token({}).lifetime == 900
