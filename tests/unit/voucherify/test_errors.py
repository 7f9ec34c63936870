"""From what the wire answers to a typed error."""

from datetime import UTC, datetime

import pytest

from webapp.voucherify import errors

ENVELOPE = {
    "key": "some_key",
    "message": "Something is wrong",
    "details": "Property .x should be a string",
    "request_id": "v-123",
    "resource_id": "jane@example.com",
    "resource_type": "customer",
}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.InvalidRequest),
        (401, errors.Unauthorized),
        (402, errors.PlanLimitReached),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (405, errors.MethodNotAllowed),
        (406, errors.UnexpectedStatus),
        (409, errors.Conflict),
        (413, errors.PayloadTooLarge),
        (415, errors.UnexpectedStatus),
        (423, errors.Locked),
        (429, errors.RateLimited),
        (500, errors.ServerFailure),
        (503, errors.ServerFailure),
        (599, errors.ServerFailure),
    ],
)
def test_the_status_decides_the_class_and_the_envelope_fills_it(wire, client, status, kind):
    wire.answers({"code": status, **ENVELOPE}, status=status)

    with pytest.raises(errors.VoucherifyError) as caught:
        client.customers.get("jane@example.com")

    error = caught.value
    assert type(error) is kind
    assert error.operation == "GET /v1/customers/{customerId}"
    assert error.status == status
    assert {name: getattr(error, name) for name in ENVELOPE} == ENVELOPE


@pytest.mark.parametrize(
    ("status", "body", "kind", "message"),
    [
        (401, b'{"code":401,"message":"Unauthorized","key":"unauthorized"}', errors.Unauthorized, "Unauthorized"),
        (
            413,
            b'{"statusCode":413,"error":"Request Entity Too Large","message":"Payload content length greater"}',
            errors.PayloadTooLarge,
            "Payload content length greater",
        ),
        (404, b"<html><h1>Not found</h1></html>", errors.NotFound, None),
        (502, b"<html>Bad gateway</html>", errors.ServerFailure, None),
        (500, b"", errors.ServerFailure, None),
        (400, b'["a list"]', errors.InvalidRequest, None),
        (400, b'{"message":{"en":"no text"},"key":7}', errors.InvalidRequest, None),
        (400, b"[" * 100_000, errors.InvalidRequest, None),
    ],
)
def test_odd_bodies_still_make_the_right_error(wire, client, status, body, kind, message):
    wire.replies(status=status, body=body)

    with pytest.raises(kind) as caught:
        client.customers.get("cust_1")

    assert (caught.value.status, caught.value.message) == (status, message)
    assert caught.value.request_id is None


def test_a_nested_error_message_stands_in_for_missing_details(wire, client):
    wire.answers({"code": 400, "message": "Invalid", "error": {"message": "the reason"}}, status=400)

    with pytest.raises(errors.InvalidRequest) as caught:
        client.customers.get("cust_1")

    assert caught.value.details == "the reason"


@pytest.mark.parametrize(
    ("headers", "retry_after", "resets_at"),
    [
        ({"Retry-After": "30", "X-Rate-Limit-Retry": "1700000000"}, 30, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ({}, None, None),
        ({"Retry-After": "soon", "X-Rate-Limit-Retry": "9" * 40}, None, None),
    ],
)
def test_a_limit_says_when_to_come_back(wire, client, headers, retry_after, resets_at):
    wire.answers({"code": 429, "message": "Too many requests"}, status=429, headers=headers)

    with pytest.raises(errors.RateLimited) as caught:
        client.customers.get("cust_1")

    assert (caught.value.retry_after, caught.value.resets_at) == (retry_after, resets_at)


WRITES = {
    "create": lambda customers: customers.create(source_id="a"),
    "update": lambda customers: customers.update("a", name="b"),
    "delete": lambda customers: customers.delete("a"),
    "delete_permanently": lambda customers: customers.delete_permanently("a"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))
@pytest.mark.parametrize(
    ("reply", "unknown"),
    [
        ({"status": 500}, True),
        ({"status": 504, "body": b"<html>"}, True),
        ({"status": 302, "headers": {"Location": "/login"}}, True),
        ({"status": 200, "body": b"<html>Welcome</html>"}, True),
        ({"status": 200, "body": b'{"id": "cust_1"}', "cut": 5}, True),
        ({"status": 200, "body": b'{"no": "id"}'}, True),
        ({"drop": True}, True),
        ({"status": 400}, False),
        ({"status": 404}, False),
        ({"status": 429}, False),
    ],
)
def test_a_write_whose_answer_does_not_settle_it_says_so_and_is_sent_once(wire, connect, write, reply, unknown):
    wire.replies(**reply)

    with pytest.raises(errors.VoucherifyError) as caught:
        write(connect(retries=2).customers)

    assert caught.value.outcome_unknown is unknown
    assert len(wire.requests) == 1


def test_a_read_has_no_outcome_to_know(wire, client):
    wire.answers(status=500)

    with pytest.raises(errors.ServerFailure) as caught:
        client.customers.get("a")

    assert not caught.value.outcome_unknown


@pytest.mark.parametrize("details", ["Cannot find customer with id jane@example.com", "jane@example.com is taken"])
def test_the_text_of_an_error_names_no_person(wire, client, details):
    wire.answers({"code": 404, **ENVELOPE, "message": details, "details": details}, status=404)

    with pytest.raises(errors.NotFound) as caught:
        client.customers.get("jane@example.com")

    assert str(caught.value) == "GET /v1/customers/{customerId}: NotFound, 404, some_key, v-123"
    assert "jane" not in repr(caught.value)
