"""The vendor's own Python client, against the sandbox: every operation on single customers and the list."""

from datetime import UTC, date, datetime

import pytest
import voucherify
from voucherify.exceptions import NotFoundException, UnauthorizedException

from tests.support.sandbox_server import SandboxServer


@pytest.fixture
def customers(sandbox: SandboxServer) -> voucherify.CustomersApi:
    configuration = voucherify.Configuration(host=sandbox.url, api_key=dict(sandbox.keys))
    return voucherify.CustomersApi(voucherify.ApiClient(configuration))


def test_create_get_update_delete(customers: voucherify.CustomersApi) -> None:
    source_id = "a/b?c=d#e%2F+x@y z again"
    made = customers.create_customer(
        voucherify.CustomersCreateRequestBody(
            source_id=source_id,
            name="Zoë Contract",
            birthdate=date(2000, 2, 29),
            address=voucherify.CustomersCreateRequestBodyAddress(city="Kraków"),
            metadata={"vip": True},
        )
    )
    assert made.id is not None
    assert made.id.startswith("cust_")
    assert made.summary is not None
    assert made.summary.orders is not None
    assert made.summary.orders.total_count == 0

    found = customers.get_customer(source_id)
    assert (found.id, found.source_id, found.birthdate, found.metadata) == (
        made.id,
        source_id,
        date(2000, 2, 29),
        {"vip": True},
    )

    updated = customers.update_customer(made.id, voucherify.CustomersUpdateRequestBody(phone="+48 600 000 000"))
    assert (updated.phone, updated.name) == ("+48 600 000 000", "Zoë Contract")
    assert updated.updated_at is not None

    again = customers.create_customer(voucherify.CustomersCreateRequestBody(source_id=source_id, description="twice"))
    assert (again.id, again.description) == (made.id, "twice")

    customers.delete_customer(source_id)
    with pytest.raises(NotFoundException) as missing:
        customers.get_customer(source_id)
    assert f'"resource_id":"{source_id}"' in str(missing.value.body)


def test_create_without_anything(customers: voucherify.CustomersApi) -> None:
    assert customers.create_customer().id != customers.create_customer().id


def test_permanent_deletion(customers: voucherify.CustomersApi) -> None:
    customers.create_customer(voucherify.CustomersCreateRequestBody(source_id="forget-me"))
    deletion = customers.customer_permanently_deletion("forget-me")
    assert (deletion.object, deletion.status, deletion.related_object) == ("pernament_deletion", "DONE", "customer")
    assert deletion.data_json is not None
    assert deletion.data_json.customer == 1


def test_every_page_of_the_list(customers: voucherify.CustomersApi) -> None:
    first = customers.list_customers(limit=100, page=1)
    assert first.total is not None
    assert first.customers is not None
    pages = [customers.list_customers(limit=7, page=page).customers or [] for page in range(1, first.total // 7 + 2)]
    assert [customer.id for page in pages for customer in page][:100] == [customer.id for customer in first.customers]


@pytest.mark.parametrize("order", ["created_at", "-created_at", "updated_at", "-updated_at"])
def test_a_walk_by_cursor_meets_everyone(customers: voucherify.CustomersApi, order: str) -> None:
    met: set[str | None] = set()
    cursor = datetime(1970, 1, 1, tzinfo=UTC) if not order.startswith("-") else datetime(2200, 1, 1, tzinfo=UTC)
    for _ in range(100):
        page = customers.list_customers(
            limit=20, order=voucherify.ParameterOrderListCustomers(order), starting_after=cursor
        )
        assert page.customers is not None
        met |= {customer.id for customer in page.customers}
        if not page.has_more:
            break
        last = page.customers[-1]
        cursor = last.created_at if "created_at" in order else last.updated_at or last.created_at
    assert len(met) == page.total


def test_filters(customers: voucherify.CustomersApi) -> None:
    customers.create_customer(
        voucherify.CustomersCreateRequestBody(
            name="Unmistakable Person",
            email="unmistakable@example.org",
            address=voucherify.CustomersCreateRequestBodyAddress(city="Nowhere Town"),
        )
    )
    for found in (
        customers.list_customers(name="mistakable per"),
        customers.list_customers(email="Unmistakable@example.org"),
        customers.list_customers(city="nowhere town", created_at_after=datetime(2020, 1, 1, tzinfo=UTC)),
    ):
        assert found.total == 1
    assert customers.list_customers(created_at_before=datetime(1970, 1, 2, tzinfo=UTC)).total == 0


def test_members_of_a_segment(customers: voucherify.CustomersApi, sandbox: SandboxServer) -> None:
    segment = sandbox.call("GET", "/v1/segments").json()["data"][0]  # the client cannot list segments
    listed = customers.list_customers(segment_id=segment["id"], limit=100)
    assert listed.customers
    assert listed.total == len(listed.customers)


def test_a_wrong_key(sandbox: SandboxServer) -> None:
    keys = {"X-App-Id": sandbox.app_id, "X-App-Token": "wrong"}
    stranger = voucherify.CustomersApi(voucherify.ApiClient(voucherify.Configuration(host=sandbox.url, api_key=keys)))
    with pytest.raises(UnauthorizedException):
        stranger.list_customers()
