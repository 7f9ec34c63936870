"""What the calls leave in the logs, and what they must not."""

import logging
import traceback

import pytest

from webapp.voucherify import errors, request_context

PERSON = "jane.doe@example.com"
CUSTOMER = {"id": "cust_1", "name": PERSON}


def records_of_calls(caplog):
    return [record for record in caplog.records if record.name == "webapp.voucherify"]


def test_a_call_leaves_one_structured_record(wire, client, caplog):
    caplog.set_level(logging.INFO)
    wire.answers(CUSTOMER)

    with request_context("our-7"):
        client.customers.get("cust_1")

    (record,) = records_of_calls(caplog)
    assert record.levelno == logging.INFO
    assert record.operation == "GET /v1/customers/{customerId}"
    assert (record.status, record.attempt, record.error, record.correlation_id) == (200, 1, None, "our-7")
    assert 0 <= record.milliseconds < 5000


def test_a_failure_is_logged_with_what_the_vendor_can_look_up(wire, connect, caplog):
    wire.answers(status=503)
    wire.answers({"code": 404, "key": "not_found", "request_id": "v-123", "resource_id": PERSON}, status=404)

    with pytest.raises(errors.NotFound):
        connect().customers.get(PERSON)

    (record,) = records_of_calls(caplog)
    assert record.levelno == logging.WARNING
    assert (record.status, record.attempt, record.request_id) == (404, 2, "v-123")
    assert (record.error, record.error_key, record.correlation_id) == ("NotFound", "not_found", None)


@pytest.mark.parametrize(
    "reply",
    [
        {"body": b'{"id": "cust_1", "data_ref": "customers", "customers": []}'},
        {"status": 404, "body": b'{"details": "Cannot find customer with id jane.doe@example.com"}'},
        {"status": 500, "body": b"jane.doe@example.com"},
        {"body": b"<html>jane.doe@example.com"},
        {"headers": {"X-Odd": "jane.doe@example.com"}, "body": b"{}", "cut": 1},
        {"status": 302, "headers": {"Location": "/jane.doe@example.com"}},
        {"drop": True},
        {"delay": 0.3},
    ],
)
@pytest.mark.parametrize(
    "call",
    [
        lambda customers: customers.get(PERSON),
        lambda customers: customers.list(email=PERSON),
        lambda customers: customers.update(PERSON, email=PERSON),
    ],
    ids=["get", "list", "update"],
)
def test_neither_logs_nor_errors_name_a_person_or_a_key(wire, connect, caplog, reply, call):
    caplog.set_level(logging.DEBUG)
    wire.replies(**reply)
    written = ""
    try:
        call(connect(retries=0, read_timeout=0.1).customers)
    except errors.VoucherifyError as error:
        error_without_our_frames = error.with_traceback(None)
        written = "".join(traceback.format_exception(error_without_our_frames)) + repr(error)

    written += "".join(str(vars(record)) + record.getMessage() for record in caplog.records)

    assert len(records_of_calls(caplog)) == 1
    for secret in ("jane", "example.com", "the-id", "the-token"):
        assert secret not in written
