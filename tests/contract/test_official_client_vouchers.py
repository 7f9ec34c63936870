"""The vendor's own Python client, against the sandbox: vouchers, publications, redemptions, validations, cards."""

from datetime import UTC, datetime
from typing import Any

import pytest
import voucherify
from voucherify.exceptions import BadRequestException, NotFoundException

from tests.support.sandbox_server import SandboxServer

GIFT = "GIFT-GN4W8L5T"  # of the customer ticket-6: 35.00 left of 50.00
CLUB = "CLUB-PN7YP8TS"  # of the customer ticket-2: 120 points


@pytest.fixture
def client(sandbox: SandboxServer) -> voucherify.ApiClient:
    return voucherify.ApiClient(voucherify.Configuration(host=sandbox.url, api_key=dict(sandbox.keys)))


def test_vouchers(client: voucherify.ApiClient) -> None:
    vouchers = voucherify.VouchersApi(client)
    page = vouchers.list_vouchers(limit=100, order=voucherify.ParameterOrderVouchers.CODE, customer="ticket-6")
    assert page.vouchers is not None
    assert [voucher.code for voucher in page.vouchers] == [GIFT]
    assert vouchers.get_voucher(GIFT).gift.balance == 3500
    assert vouchers.disable_voucher(GIFT).active is False
    assert vouchers.enable_voucher(GIFT).active is True
    balance = vouchers.update_voucher_balance(
        GIFT, voucherify.VouchersBalanceUpdateRequestBody(amount=-500, source_id="till-7", reason="counted twice")
    )
    assert (balance.balance, balance.total, balance.related_object.type) == (3000, 4500, "voucher")
    transactions = vouchers.list_voucher_transactions(GIFT, limit=1)
    assert transactions.has_more is True
    assert transactions.data[0].type == "CREDITS_REMOVAL"
    more = vouchers.list_voucher_transactions(GIFT, starting_after_id=transactions.more_starting_after)
    assert transactions.data[0].id not in [each.id for each in more.data]
    with pytest.raises(NotFoundException):
        vouchers.get_voucher("NO-CODE")


def test_publications(client: voucherify.ApiClient) -> None:
    publications = voucherify.PublicationsApi(client)
    made = publications.create_publication(
        join_once=True,
        publications_create_request_body=voucherify.PublicationsCreateRequestBody(
            campaign=voucherify.CreatePublicationCampaign(name="Welcome 10"),
            customer=voucherify.Customer(source_id="newcomer", name="Nell Newcomer"),
        ),
    )
    assert made.result == "SUCCESS"
    assert made.voucher.campaign == "Welcome 10"
    page = publications.list_publications(customer="newcomer", limit=10)
    assert page.total == 1
    assert page.publications[0].id == made.id
    again = voucherify.PublicationsCreateRequestBody(
        voucher=made.voucher.code, customer=voucherify.Customer(source_id="somebody")
    )
    with pytest.raises(BadRequestException) as refused:
        publications.create_publication(publications_create_request_body=again)
    assert "voucher_already_published" in str(refused.value.body)


def test_redemptions_and_rollback(client: voucherify.ApiClient) -> None:
    redemptions = voucherify.RedemptionsApi(client)
    page = redemptions.list_redemptions(
        customer="ticket-6", order=voucherify.ParameterOrderListRedemptions.MINUS_CREATED_AT
    )
    assert page.total == 3
    latest = page.redemptions[0]
    assert redemptions.get_redemption(latest.id).id == latest.id
    rolled_back = redemptions.rollback_redemption(latest.id, reason="wrong till")
    assert (rolled_back.redemption, rolled_back.reason, rolled_back.gift.amount) == (latest.id, "wrong till", -1500)
    with pytest.raises(BadRequestException) as refused:
        redemptions.rollback_redemption(latest.id)
    assert "already_rolled_back" in str(refused.value.body)
    entries = redemptions.get_voucher_redemptions(GIFT)
    assert (entries.redeemed_quantity, entries.total) == (0, 5)


def test_validations(client: voucherify.ApiClient) -> None:
    validations = voucherify.ValidationsApi(client)
    verdict = validations.validate_stacked_discounts(asked_about(GIFT, order=voucherify.Order(amount=2000)))
    assert verdict.valid is True
    assert verdict.order.total_amount == 0
    assert validations.validate_stacked_discounts(asked_about("NO-CODE")).valid is False


def asked_about(code: str, **more: Any) -> voucherify.ValidationsValidateRequestBody:
    redeemable = voucherify.ValidationsValidateRequestBodyRedeemablesItem(object="voucher", id=code)
    return voucherify.ValidationsValidateRequestBody(redeemables=[redeemable], **more)


def test_campaigns(client: voucherify.ApiClient) -> None:
    campaigns = voucherify.CampaignsApi(client)
    page = campaigns.list_campaigns(campaign_type=voucherify.ParameterCampaignType.LOYALTY_PROGRAM)
    assert [campaign.name for campaign in page.campaigns] == ["Harbour Club"]
    assert campaigns.get_campaign("Harbour Club").id == page.campaigns[0].id


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")  # and so it is, in the API
def test_loyalty_members(client: voucherify.ApiClient) -> None:
    loyalties = voucherify.LoyaltiesApi(client)
    assert loyalties.get_member(CLUB).loyalty_card.balance == 120
    assert loyalties.get_member1("Harbour Club", CLUB).code == CLUB
    added = loyalties.update_loyalty_card_balance(
        CLUB,
        voucherify.LoyaltiesMembersBalanceUpdateRequestBody(
            points=30,
            expiration_type=voucherify.PointsExpirationTypes.CUSTOM_DATE,
            expiration_date=datetime(2200, 1, 1, tzinfo=UTC),
        ),
    )
    assert (added.points, added.balance) == (30, 150)
    taken = loyalties.update_loyalty_card_balance1(
        "Harbour Club", CLUB, voucherify.LoyaltiesMembersBalanceUpdateRequestBody(points=-50)
    )
    assert taken.balance == 100
