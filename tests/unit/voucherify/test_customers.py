import json
from datetime import UTC, date, datetime

import pytest

from tests.support.wire import Reply
from webapp.voucherify import UNSET

# The full object as the API documents it.
CUSTOMER = {
    "id": "cust_1",
    "source_id": "crm-7",
    "name": "Bob Smith",
    "email": "bob@example.com",
    "birthdate": "2022-01-01",
    "birthday": "2022-01-02",
    "address": {"city": "New York", "line_1": "123 Main St."},
    "summary": {
        "redemptions": {
            "total_redeemed": 3,
            "gift": {"redeemed_amount": 500, "amount_to_go": 1500},
            "loyalty_card": {"redeemed_points": 10, "points_to_go": 4200},
        },
        "orders": {"total_amount": 1600, "total_count": 1, "last_order_date": "2022-08-30T10:17:39.220Z"},
    },
    "loyalty": {"points": 2200, "referred_customers": 2, "campaigns": {"Fall Campaign": {"points": 75}}},
    "referrals": {"total": 1, "campaigns": [{"referrer_id": "cust_9", "date": "2022-08-30T10:17:41.089Z"}]},
    "metadata": {"lang": "en", "test": True, "gone": None},
    "system_metadata": {},
    "created_at": "2022-08-30T06:32:07.380Z",
    "updated_at": None,
    "assets": {"cockpit_preference_center_url": "https://example.com/preferences"},
    "object": "customer",
}


def test_a_customer_is_read_in_full(wire, client):
    wire.answers(CUSTOMER)

    customer = client.customers.get("crm-7")

    assert (customer.id, customer.source_id, customer.name) == ("cust_1", "crm-7", "Bob Smith")
    assert (customer.birthdate, customer.birthday) == (date(2022, 1, 1), date(2022, 1, 2))
    assert (customer.address.city, customer.address.line_2) == ("New York", None)
    assert customer.summary.redemptions.gift.amount_to_go == 1500
    assert customer.summary.redemptions.loyalty_card.points_to_go == 4200
    assert customer.summary.orders.total_amount == 1600
    assert customer.summary.orders.last_order_date == datetime(2022, 8, 30, 10, 17, 39, 220_000, UTC)
    assert customer.loyalty.campaigns["Fall Campaign"].points == 75
    assert customer.referrals.campaigns[0].referrer_id == "cust_9"
    assert customer.metadata == {"lang": "en", "test": True, "gone": None}
    assert customer.created_at == datetime(2022, 8, 30, 6, 32, 7, 380_000, UTC)
    assert customer.updated_at is None
    assert customer.assets.cockpit_preference_center_url == "https://example.com/preferences"
    assert customer.to_json() == CUSTOMER


def test_a_bare_customer_has_empty_rooms_rather_than_errors(wire, client):
    wire.answers({"id": "cust_1", "address": None, "loyalty": {"campaigns": []}, "metadata": [], "summary": None})

    customer = client.customers.get("cust_1")

    assert not customer.address
    assert customer.summary.orders.total_amount is None
    assert dict(customer.loyalty.campaigns) == dict(customer.metadata) == {}


def test_a_list_asks_with_the_documented_parameters(wire, client):
    wire.answers({"object": "list", "data_ref": "customers", "customers": [CUSTOMER], "total": 41})

    page = client.customers.list(
        limit=25,
        page=2,
        email="a+b@example.com",
        city="New York",
        created_before=datetime(2026, 1, 2, tzinfo=UTC),
        updated_after=date(2026, 1, 1),
        order="-updated_at",
        segment_id=UNSET,
    )

    assert wire.requests[0].query == {
        "limit": "25",
        "page": "2",
        "email": "a+b@example.com",
        "city": "New York",
        "created_at[before]": "2026-01-02T00:00:00.000Z",
        "updated_at[after]": "2026-01-01",
        "order": "-updated_at",
    }
    assert [customer.name for customer in page.items] == ["Bob Smith"]
    assert (page.total, page.has_more) == (41, None)


@pytest.mark.parametrize("parameters", [{"limit": 0}, {"limit": 101}, {"page": 100}, {"page": 0}, {"order": "name"}])
def test_a_list_out_of_range_is_never_asked_for(wire, client, parameters):
    with pytest.raises(ValueError, match="must be"):
        client.customers.list(**parameters)
    assert wire.requests == []


def test_creating_sends_what_was_given(wire, client):
    wire.answers(CUSTOMER)

    created = client.customers.create(source_id="crm-7", name="Bob Smith", email=None, phone=UNSET)

    assert (wire.requests[0].method, wire.requests[0].path) == ("POST", "/v1/customers")
    assert wire.requests[0].json == {"source_id": "crm-7", "name": "Bob Smith", "email": None}
    assert created.id == "cust_1"


def test_updating_sends_null_but_not_what_is_left_alone(wire, client):
    wire.answers(CUSTOMER)

    client.customers.update(
        "crm/7", name=UNSET, phone=None, birthdate=date(2000, 1, 2), metadata={"lang": None}, address={"city": "Łódź"}
    )

    request = wire.requests[0]
    assert (request.method, request.path) == ("PUT", "/v1/customers/crm%2F7")
    assert request.json == {
        "phone": None,
        "birthdate": "2000-01-02",
        "metadata": {"lang": None},
        "address": {"city": "Łódź"},
    }


def test_a_misspelt_field_is_refused_before_anything_is_sent(wire, client):
    with pytest.raises(TypeError, match="nmae"):
        client.customers.update("cust_1", nmae="Bob")
    assert wire.requests == []


def test_deleting(wire, client):
    wire.answers(status=204)

    client.customers.delete("cust_1")

    assert (wire.requests[0].method, wire.requests[0].path) == ("DELETE", "/v1/customers/cust_1")


def test_deleting_permanently_gives_the_receipt(wire, client):
    wire.answers(
        {
            "id": "del_1",
            "created_at": "2026-01-02T00:00:00.000Z",
            "related_object_id": "cust_1",
            "status": "DONE",
            "data_json": {"events": 4, "orders": 2, "customer": 1},
            "object": "pernament_deletion",
        }
    )

    receipt = client.customers.delete_permanently("cust_1")

    assert (wire.requests[0].method, wire.requests[0].body) == ("POST", b"")
    assert wire.requests[0].path == "/v1/customers/cust_1/permanent-deletion"
    assert (receipt.status, receipt.removed.events, receipt.removed.customer_events) == ("DONE", 4, None)


def answer_like_the_api(rows):
    """Answer lists of customers as documented: the cursor excludes its instant, its direction follows `order`."""

    def respond(request):
        query = request.query
        field = query.get("order", "created_at")
        ascending = "order" in query
        found = sorted(rows, key=lambda row: row[field] or "", reverse=not ascending)
        if after := query.get("starting_after"):
            found = [row for row in found if row[field] and (row[field] > after) == ascending and row[field] != after]
        if after := query.get(f"{field}[after]"):
            found = [row for row in found if row[field] > after]
        if before := query.get(f"{field}[before]"):
            found = [row for row in found if row[field] < before]
        start, limit = (int(query.get("page", 1)) - 1) * int(query["limit"]), int(query["limit"])
        page = {"data_ref": "customers", "customers": found[start : start + limit], "total": len(found)}
        return Reply(body=json.dumps(page).encode())

    return respond


def customers_at(*milliseconds):
    stamps = [f"2026-01-01T00:00:00.{millisecond:03}Z" for millisecond in milliseconds]
    return [{"id": f"cust_{index}", "created_at": stamp, "updated_at": stamp} for index, stamp in enumerate(stamps)]


@pytest.mark.parametrize("milliseconds", [[], [1, 2], [1, 2, 2, 2, 3, 4], [1, 2, 2, 2, 2, 2, 2, 2, 3], [5] * 7])
@pytest.mark.parametrize(
    ("order", "descending"), [(UNSET, True), ("-created_at", True), ("created_at", False), ("updated_at", False)]
)
def test_iterating_finds_every_customer_once_in_order(wire, client, milliseconds, order, descending):
    rows = customers_at(*milliseconds)
    wire.responds(answer_like_the_api(rows))

    found = list(client.customers.iterate(order=order, page_size=3))

    assert sorted(customer.id for customer in found) == sorted(row["id"] for row in rows)
    moments = [customer.created_at for customer in found]
    assert moments == sorted(moments, reverse=descending)


def test_iterating_keeps_the_filters_on_every_page_and_stops_when_it_has_enough(wire, client):
    wire.responds(answer_like_the_api(customers_at(*range(9))))

    found = list(client.customers.iterate(city="Oslo", page_size=3, max_items=4))

    assert [customer.id for customer in found] == ["cust_8", "cust_7", "cust_6", "cust_5"]
    assert [request.query["city"] for request in wire.requests] == ["Oslo", "Oslo"]


def test_iterating_by_update_passes_over_customers_never_updated(wire, client):
    wire.responds(answer_like_the_api([*customers_at(1, 2), {"id": "new", "created_at": "x", "updated_at": None}]))

    assert [customer.id for customer in client.customers.iterate(order="updated_at")] == ["cust_0", "cust_1"]


@pytest.mark.parametrize("order", ["-updated_at", "source_id"])
def test_iterating_by_an_order_without_a_cursor_is_refused(client, order):
    with pytest.raises(ValueError, match="order must be one of"):
        client.customers.iterate(order=order)
