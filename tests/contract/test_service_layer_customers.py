"""The service layer against the sandbox, over real HTTP."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.voucherify import Voucherify, errors


@pytest.mark.parametrize(
    "source_id", ["crm-1", "jane@example.com", "a/b?c=d#e%2F+x@y z", "山田/太郎", "%2e%2e", "a//b/"]
)
def test_a_customer_lives_and_dies_under_any_source_id(client, source_id):
    created = client.customers.create(source_id=source_id, name="Jane", metadata={"tier": "gold", "none": None})
    assert created.source_id == source_id
    assert created.metadata == {"tier": "gold", "none": None}
    assert not created.address

    updated = client.customers.update(source_id, phone="+1 933 222 3333", birthdate=date(2000, 2, 29))
    assert (updated.id, updated.name, updated.phone) == (created.id, "Jane", "+1 933 222 3333")

    assert client.customers.update(source_id, phone=None).phone is None
    found = client.customers.get(source_id)
    assert (found.id, found.name, found.birthdate) == (created.id, "Jane", date(2000, 2, 29))
    assert found.updated_at >= found.created_at

    assert client.customers.create(source_id=source_id, name="Jane Doe").id == created.id

    client.customers.delete(source_id)
    with pytest.raises(errors.NotFound) as caught:
        client.customers.get(source_id)
    assert (caught.value.key, caught.value.resource_type) == ("not_found", "customer")
    assert caught.value.resource_id == source_id
    assert caught.value.request_id.startswith("v-")


def test_a_permanent_deletion_gives_its_receipt(client):
    customer = client.customers.create(name="Jane")

    receipt = client.customers.delete_permanently(customer.id)

    assert (receipt.related_object_id, receipt.status) == (customer.id, "DONE")
    assert receipt.removed.customer == 1
    with pytest.raises(errors.NotFound):
        client.customers.delete_permanently(customer.id)


def test_lists_are_narrowed_and_counted(client):
    for number in range(3):
        client.customers.create(name=f"Jane {number}", email="jane@nowhere.example", address={"city": "Nowhere"})

    page = client.customers.list(limit=2, email="jane@nowhere.example", order="created_at")
    assert [customer.name for customer in page.items] == ["Jane 0", "Jane 1"]
    assert page.total == 3
    rest = client.customers.list(limit=2, page=2, city="Nowhere", order="created_at")
    assert [customer.name for customer in rest.items] == ["Jane 2"]
    assert client.customers.list(name="Jane 2", email="jane@nowhere.example").total == 1
    hour = timedelta(hours=1)
    moment = page.items[0].created_at
    assert client.customers.list(email="jane@nowhere.example", created_after=moment + hour).items == ()
    assert client.customers.list(email="jane@nowhere.example", created_before=moment + hour).total == 3


@pytest.mark.parametrize(("order", "descending"), [("-created_at", True), ("created_at", False)])
@pytest.mark.parametrize("page_size", [3, 7, 100])
def test_a_walk_finds_every_customer_once(client, order, descending, page_size):
    found = list(client.customers.iterate(order=order, page_size=page_size))

    assert len({customer.id for customer in found}) == len(found) == client.customers.list(limit=1).total
    moments = [customer.created_at for customer in found]
    assert moments == sorted(moments, reverse=descending)


@pytest.mark.parametrize("order", ["-created_at", "created_at"])
def test_a_walk_passes_an_instant_that_fills_pages(sandbox, client, order):
    before = client.customers.list(limit=1).total
    sandbox.clock(now=datetime(2020, 1, 1, tzinfo=UTC).isoformat(), stopped=True)
    for number in range(8):
        client.customers.create(source_id=f"twin-{number}")

    found = [customer.id for customer in client.customers.iterate(order=order, page_size=3)]

    assert len(set(found)) == len(found) == before + 8


def test_segments_name_their_members(client):
    segments = client.segments.list(limit=100).items

    assert segments
    for segment in segments[:3]:
        members = client.customers.list(limit=100, segment_id=segment.id)
        assert members.total >= len(members.items)


def test_what_the_api_refuses_is_named(client):
    with pytest.raises(errors.InvalidRequest) as caught:
        client.customers.create(birthdate="tomorrow")

    assert caught.value.key == "invalid_payload"
    assert "birthdate" in caught.value.details


def test_wrong_keys(sandbox):
    with Voucherify(sandbox.url, "nobody", "nothing") as client, pytest.raises(errors.Unauthorized) as caught:
        client.customers.list()

    assert (caught.value.key, caught.value.request_id) == ("unauthorized", None)


def test_every_answer_tells_the_rate_limit(client):
    client.customers.list()

    assert client.rate_limit.limit > 0
    assert client.rate_limit.resets_at.tzinfo is UTC


@pytest.mark.parametrize("kind", ["status", "drop", "broken_json", "truncated"])
def test_one_bad_moment_is_not_noticed_by_a_read(sandbox, client, kind):
    sandbox.fault(kind)

    assert client.customers.list(limit=1).items


@pytest.mark.parametrize("kind", ["status", "drop", "broken_json", "truncated"])
def test_a_write_in_a_bad_moment_is_sent_once_and_its_outcome_is_unknown(sandbox, client, kind):
    sandbox.fault(kind, times=2)
    sandbox.forget_requests()

    with pytest.raises(errors.VoucherifyError) as caught:
        client.customers.create(source_id="once")

    assert caught.value.outcome_unknown
    assert [call["method"] for call in sandbox.requests()] == ["POST"]


def test_a_trickle_is_cut_off(sandbox):
    sandbox.fault("trickle", milliseconds=4000)

    with (
        Voucherify(sandbox.url, sandbox.app_id, sandbox.app_token, connect_timeout=0.2, read_timeout=0.3) as hasty,
        pytest.raises(errors.TimedOut),
    ):
        hasty.customers.list()
