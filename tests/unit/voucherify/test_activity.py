from datetime import UTC, date, datetime

import pytest

CUSTOMER = {"id": "cust_1", "object": "customer"}
SEGMENT = {"id": "seg_1", "name": "VIP"}


def feed(*data, **more):
    events = [
        {"id": f"evcus_{number}", "type": "customer.segment.entered", "data": item} for number, item in enumerate(data)
    ]
    return {"object": "list", "data_ref": "data", "data": events, **more}


def test_an_event_is_read_in_full(wire, client):
    event = {
        "id": "evcus_1",
        "type": "customer.segment.entered",
        "data": {
            "data": {"customer": CUSTOMER, "segment": SEGMENT},
            "event_source": {"channel": "API", "api_key": {"name": "key 1", "app_id": "the-id"}},
        },
        "created_at": "2024-03-22T17:48:25.910Z",
        "group_id": "v-1",
    }
    wire.answers({"object": "list", "data_ref": "data", "data": [event], "has_more": False})

    page = client.activity.list("jane@example.com")

    (read,) = page.items
    assert (read.id, read.type, read.group_id) == ("evcus_1", "customer.segment.entered", "v-1")
    assert read.created_at == datetime(2024, 3, 22, 17, 48, 25, 910_000, UTC)
    assert read.payload == {"customer": CUSTOMER, "segment": SEGMENT}
    assert (read.source.channel, read.source.api_key.name, read.source.user.id) == ("API", "key 1", None)
    assert (page.total, page.has_more) == (None, False)
    assert wire.requests[0].path == "/v1/customers/jane%40example.com/activity"


@pytest.mark.parametrize(
    ("data", "payload"),
    [
        ({"data": {"segment": SEGMENT}}, {"segment": SEGMENT}),
        ({"segment": SEGMENT}, {"segment": SEGMENT}),
        ([{"segment": SEGMENT}], {"segment": SEGMENT}),
        ([], {}),
        (None, {}),
        ("?", {}),
        ({"data": None}, {}),
    ],
)
def test_a_payload_is_found_at_any_depth(wire, client, data, payload):
    wire.answers(feed(data))

    (event,) = client.activity.list("cust_1").items

    assert event.payload == payload
    assert not event.source


def test_a_list_asks_with_the_documented_parameters(wire, client):
    wire.answers(feed())

    client.activity.list(
        "cust_1",
        25,
        order="created_at",
        starting_after_id="evcus_9",
        start_date=date(2026, 1, 1),
        end_date=datetime(2026, 2, 1, tzinfo=UTC),
        campaign_id="camp_1",
        campaign_type="LOYALTY_PROGRAM",
        category="EFFECT",
        type="customer.order.paid",
    )

    assert wire.requests[0].query == {
        "limit": "25",
        "order": "created_at",
        "starting_after_id": "evcus_9",
        "start_date": "2026-01-01",
        "end_date": "2026-02-01T00:00:00.000Z",
        "campaign_id": "camp_1",
        "campaign_type": "LOYALTY_PROGRAM",
        "category": "EFFECT",
        "type": "customer.order.paid",
    }


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"order": "id"}, {"category": "CAUSE"}, {"campaign_type": "LUCKY_DRAW"}]
)
def test_what_the_api_could_only_refuse_is_not_sent(wire, client, wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        client.activity.list("cust_1", **wrong)

    assert wire.requests == []


def test_a_walk_follows_the_cursor_with_its_filters(wire, client):
    wire.answers(feed({}, {}, has_more=True, more_starting_after="evcus_1"))
    wire.answers({**feed(), "data": [{"id": "evcus_7"}], "has_more": False})

    found = [event.id for event in client.activity.iterate("cust_1", page_size=2, category="ACTION")]

    assert found == ["evcus_0", "evcus_1", "evcus_7"]
    assert [request.query.get("starting_after_id") for request in wire.requests] == [None, "evcus_1"]
    assert {(request.query["category"], request.query["order"]) for request in wire.requests} == {
        ("ACTION", "-created_at")
    }


def test_the_deprecated_feed_has_its_own_parameters(wire, client):
    wire.answers(feed([{"segment": SEGMENT}], total=7))

    page = client.activity.list_deprecated(
        "cust_1", 5, order="-type", starting_after=date(2026, 1, 1), campaign_type="LUCKY_DRAW", product_id="prod_1"
    )

    assert (page.total, page.items[0].payload) == (7, {"segment": SEGMENT})
    assert wire.requests[0].path == (
        "/v1/customers/cust_1/activities"
        "?limit=5&order=-type&starting_after=2026-01-01&campaign_type=LUCKY_DRAW&product_id=prod_1"
    )
