from datetime import timedelta

import pytest

from webapp.voucherify import errors


def test_what_just_happened_is_told_with_who_did_it(client):
    client.customers.create(source_id="jane", name="Jane")
    client.orders.create(source_id="o-1", status="PAID", amount=1000, customer={"source_id": "jane"})

    events = list(client.activity.iterate("jane"))

    types = [event.type for event in events]
    assert {"customer.created", "customer.order.created", "customer.order.paid"} <= set(types)
    paid = next(event for event in events if event.type == "customer.order.paid")
    assert paid.payload["order"]["source_id"] == "o-1"
    assert paid.payload["customer"]["source_id"] == "jane"
    assert paid.source.channel == "API"
    assert paid.source.api_key.app_id
    assert paid.group_id.startswith("v-")
    assert len({event.group_id for event in events if event.type.startswith("customer.order.")}) == 1


@pytest.mark.parametrize(("order", "descending"), [("-created_at", True), ("created_at", False)])
def test_a_walk_finds_every_event_once(client, order, descending):
    at_once = client.activity.list("ticket-2", limit=100, order=order)
    walked = list(client.activity.iterate("ticket-2", order=order, page_size=3))

    assert [event.id for event in walked] == [event.id for event in at_once.items]
    assert len(walked) > 6
    moments = [event.created_at for event in walked]
    assert moments == sorted(moments, reverse=descending)


def test_a_feed_is_narrowed(client):
    events = client.activity.list("ticket-2", limit=100).items
    kind, middle = events[0].type, events[len(events) // 2].created_at

    assert {event.type for event in client.activity.list("ticket-2", limit=100, type=kind).items} == {kind}
    later = client.activity.list("ticket-2", limit=100, start_date=middle).items
    earlier = client.activity.list("ticket-2", limit=100, end_date=middle - timedelta(milliseconds=1)).items
    assert {event.id for event in later} | {event.id for event in earlier} == {event.id for event in events}
    assert not {event.id for event in later} & {event.id for event in earlier}
    parts = [len(client.activity.list("ticket-2", limit=100, category=name).items) for name in ("ACTION", "EFFECT")]
    assert sum(parts) == len(events)
    assert all(parts)


def test_the_deprecated_feed_tells_of_consents(client):
    consent = client.consents.list().consents[0]
    client.consents.update("ticket-5", {consent.id: True})

    page = client.activity.list_deprecated("ticket-5", limit=1)

    assert page.total > 1
    assert page.items[0].type == "customer.consents.given"
    assert page.items[0].payload["consents"][0]["id"] == consent.id


def test_a_walk_of_the_deprecated_feed_finds_every_event_once(client):
    walked = [event.id for event in client.activity.iterate_deprecated("ticket-2", page_size=3)]

    assert len(set(walked)) == len(walked) == client.activity.list_deprecated("ticket-2", limit=1).total


def test_nobody_has_no_feed(client):
    with pytest.raises(errors.NotFound):
        client.activity.list("nobody")
    with pytest.raises(errors.NotFound):
        client.activity.list_deprecated("nobody")
