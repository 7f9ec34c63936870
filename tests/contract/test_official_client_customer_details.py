"""The vendor's own Python client, against the sandbox: a customer's activity, redeemables and segments."""

from datetime import UTC, datetime

import pytest
import voucherify
from voucherify.exceptions import NotFoundException

from tests.support.sandbox_server import SandboxServer


@pytest.fixture
def customers(sandbox: SandboxServer) -> voucherify.CustomersApi:
    configuration = voucherify.Configuration(host=sandbox.url, api_key=dict(sandbox.keys))
    return voucherify.CustomersApi(voucherify.ApiClient(configuration))


def test_activity_is_walked_by_its_cursor(customers: voucherify.CustomersApi) -> None:
    whole = customers.list_customer_activity("ticket-2", limit=100)
    assert whole.has_more is False
    met, after = [], None
    while True:
        page = customers.list_customer_activity("ticket-2", limit=3, starting_after_id=after)
        met += [event.id for event in page.data]
        if not page.has_more:
            break
        after = page.more_starting_after
    assert met == [event.id for event in whole.data]
    assert len(met) > 3


def test_activity_by_type_campaign_and_dates(customers: voucherify.CustomersApi) -> None:
    created = customers.list_customer_activity("ticket-2", type=voucherify.ParameterCustomerEvent.CUSTOMER_DOT_CREATED)
    assert [event.type for event in created.data] == ["customer.created"]
    loyalty = customers.list_customer_activity(
        "ticket-2", campaign_type=voucherify.ParameterCampaignType.LOYALTY_PROGRAM, limit=100
    )
    assert loyalty.data
    later = customers.list_customer_activity("ticket-2", start_date=datetime(2100, 1, 1, tzinfo=UTC))
    assert later.data == []
    oldest = customers.list_customer_activity("ticket-2", order=voucherify.ParameterOrderCreatedAt.CREATED_AT, limit=1)
    assert [event.id for event in oldest.data] == [event.id for event in created.data]


def test_every_feed_and_every_belonging_can_be_read(customers: voucherify.CustomersApi) -> None:
    """The client checks every answer against its own models."""
    for customer in customers.list_customers(limit=100).customers:
        assert customers.list_customer_activity(customer.id, limit=100).data is not None
        assert customers.list_customer_redeemables(customer.id, limit=100).data is not None
        assert customers.list_customer_segments(customer.id).total is not None


def test_redeemables_in_order_and_filtered(customers: voucherify.CustomersApi, sandbox: SandboxServer) -> None:
    whole = customers.list_customer_redeemables("ticket-2", order=voucherify.ParameterOrderListRedeemables.ID)
    assert [item.id for item in whole.data] == sorted(item.id for item in whole.data)
    assert whole.total == len(whole.data) > 0

    # The client itself cannot filter: it writes Python's None and lists into the query, which no API takes.
    wanted = whole.data[0].voucher_type
    query = {"[filters][voucher_type][conditions][$in][0]": wanted}
    found = sandbox.call("GET", "/v1/customers/ticket-2/redeemables", params=query).json()
    assert found["total"] == len([item for item in whole.data if item.voucher_type == wanted])
    assert {item["voucher_type"] for item in found["data"]} == {wanted}


def test_segments_of_a_customer_and_of_nobody(customers: voucherify.CustomersApi) -> None:
    known = customers.list_customer_segments("ticket-1")
    assert "Reachable by e-mail" in {segment.name for segment in known.data}
    nobody = customers.list_customer_segments("nobody at all")
    assert {segment.name for segment in nobody.data} == {"No telephone number"}


def test_an_unknown_customer_has_no_feed(customers: voucherify.CustomersApi) -> None:
    for operation in (customers.list_customer_activity, customers.list_customer_redeemables):
        with pytest.raises(NotFoundException):
            operation("nobody")
