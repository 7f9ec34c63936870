"""One feed of events from whichever of the two a project has."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.wire import Reply, Request, Wire
from webapp.customer_page.feed import Narrowing, read_feed, read_types
from webapp.voucherify import Voucherify, errors

NEWER, OLDER = "2026-11-20T10:00:00.000Z", "2026-11-19T10:00:00.000Z"


def event(number: int, event_type: str = "customer.created", created_at: str = NEWER) -> dict[str, Any]:
    return {"id": f"evcus_{number}", "type": event_type, "created_at": created_at, "data": {}}


def reply(*events: dict[str, Any], **more: Any) -> Reply:
    return Reply(body=json.dumps({"data_ref": "data", "data": events, **more}).encode())


NOT_THERE = Reply(status=404, body=b'{"code": 404, "key": "not_found"}')


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


@pytest.fixture
def client(wire: Wire) -> Iterator[Voucherify]:
    with Voucherify(wire.url, "an-id", "a-token", retries=0) as client:
        yield client


def serve(wire: Wire, *, current: Any, deprecated: Any = NOT_THERE) -> None:
    def respond(request: Request) -> Reply:
        chosen = deprecated if urlsplit(request.path).path.endswith("/activities") else current
        answer: Reply = chosen(request) if callable(chosen) else chosen
        return answer

    wire.responds(respond)


def test_the_current_feed_is_asked_with_everything(wire: Wire, client: Voucherify) -> None:
    serve(wire, current=reply(event(1), has_more=True, more_starting_after="evcus_1"))
    since = datetime(2026, 1, 1, tzinfo=UTC)
    narrowing = Narrowing("customer.created", "ACTION", "camp_1", "PROMOTION", since, since)
    feed = read_feed(client, "cust_1", narrowing, after_id="evcus_9", limit=1)
    assert [each.id for each in feed.events] == ["evcus_1"]
    assert feed.next_id == "evcus_1"
    assert not feed.is_deprecated
    assert wire.requests[0].query == {
        "limit": "1",
        "order": "-created_at",
        "starting_after_id": "evcus_9",
        "type": "customer.created",
        "category": "ACTION",
        "campaign_id": "camp_1",
        "campaign_type": "PROMOTION",
        "start_date": "2026-01-01T00:00:00.000Z",
        "end_date": "2026-01-01T00:00:00.000Z",
    }


def test_the_deprecated_feed_stands_in_and_types_are_picked_here(wire: Wire, client: Voucherify) -> None:
    serve(wire, current=NOT_THERE, deprecated=reply(event(2), event(1, "customer.updated"), total=9))
    feed = read_feed(client, "cust_1", Narrowing(type="customer.updated"), limit=2)
    assert [each.id for each in feed.events] == ["evcus_1"]
    assert (feed.is_deprecated, feed.read_count, feed.next_id) == (True, 2, "evcus_1")
    assert "type" not in wire.requests[1].query


def test_neither_feed_knows_the_customer(wire: Wire, client: Voucherify) -> None:
    serve(wire, current=NOT_THERE)
    with pytest.raises(errors.NotFound):
        read_feed(client, "cust_1", limit=2)


def test_other_failures_are_no_reason_to_ask_the_deprecated_feed(wire: Wire, client: Voucherify) -> None:
    serve(wire, current=Reply(status=500))
    with pytest.raises(errors.ServerFailure):
        read_feed(client, "cust_1", limit=2)
    assert len(wire.requests) == 1


def test_several_types_reach_back_as_far_as_all_of_them_do(wire: Wire, client: Voucherify) -> None:
    def current(request: Request) -> Reply:
        if request.query["type"] == "busy":
            return reply(event(2, "busy"), event(1, "busy"), has_more=True, more_starting_after="evcus_1")
        return reply(event(3, "calm", NEWER), event(0, "calm", OLDER), has_more=False)

    serve(wire, current=current)
    seen = read_types(client, "cust_1", ("busy", "calm"), limit=2)
    assert {each.id for each in seen.events} == {"evcus_3", "evcus_2", "evcus_1"}
    assert seen.since == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_several_types_that_are_all_there_reach_back_to_the_beginning(wire: Wire, client: Voucherify) -> None:
    serve(wire, current=reply(event(1, created_at=OLDER), has_more=False))
    assert read_types(client, "cust_1", ("a", "b"), limit=2).since is None


def test_several_types_of_the_deprecated_feed_take_one_call(wire: Wire, client: Voucherify) -> None:
    serve(wire, current=NOT_THERE, deprecated=reply(event(2, "a"), event(1, "c", OLDER), total=2))
    seen = read_types(client, "cust_1", ("a", "b"), limit=2)
    assert [each.id for each in seen.events] == ["evcus_2"]
    assert sum("/activities" in request.path for request in wire.requests) == 1
