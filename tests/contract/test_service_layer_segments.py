import pytest

from webapp.voucherify import Filters, errors
from webapp.voucherify.filters import is_, starts_with


def test_a_static_segment_lives_and_dies(client):
    jane = client.customers.create(source_id="jane")

    segment = client.segments.create_static("Met at the fair", [jane.id])

    assert (segment.name, segment.type) == ("Met at the fair", "static")
    assert client.segments.get(segment.id) == segment
    assert segment in client.segments.list(limit=100).items
    assert segment.id in [one.id for one in client.segments.of_customer("jane").items]
    assert [one.source_id for one in client.customers.list(segment_id=segment.id).items] == ["jane"]
    client.segments.delete(segment.id)
    with pytest.raises(errors.NotFound):
        client.segments.get(segment.id)
    assert client.customers.get("jane")


@pytest.mark.parametrize("kind", ["passive", "auto-update"])
def test_a_dynamic_segment_follows_its_filters(client, kind):
    segment = client.segments.create_dynamic("Janes", Filters(name=starts_with("Jane ")), type=kind)
    client.customers.create(source_id="jane", name="Jane Doe")

    assert segment.type == kind
    assert segment.filter["name"] == {"conditions": {"$starts_with": ["Jane "]}}
    assert segment.id in [one.id for one in client.segments.of_customer("jane").items]
    client.customers.update("jane", name="Joan")
    assert segment.id not in [one.id for one in client.segments.of_customer("jane").items]
    types = {event.type for event in client.activity.iterate("jane")}
    assert ("customer.segment.entered" in types, "customer.segment.left" in types) == (kind == "auto-update",) * 2


def test_the_list_is_narrowed_and_counted(client):
    everything = client.segments.list(limit=100)

    static = client.segments.list(limit=1, filters=Filters(type=is_("static")))
    assert static.total == sum(segment.type == "static" for segment in everything.items)
    wanted = [segment.id for segment in everything.items[:2]]
    assert [segment.id for segment in client.segments.list(ids=wanted).items] == wanted
    oldest_first = client.segments.list(limit=100, order="created_at").items
    assert oldest_first[0].created_at == everything.items[-1].created_at


def test_a_walk_finds_every_segment_once(client):
    client.segments.create_static("One more", [])

    found = list(client.segments.iterate())

    assert found[0].name == "One more"
    assert len({segment.id for segment in found}) == len(found) == client.segments.list(limit=1).total


def test_the_segments_of_an_unknown_customer_are_not_refused(client):
    assert client.segments.of_customer("nobody").total is not None


def test_a_filter_the_api_does_not_know(client):
    with pytest.raises(errors.InvalidRequest):
        client.segments.create_dynamic("?", Filters(shoe_size=is_(42)))
