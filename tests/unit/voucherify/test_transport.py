import socket
import time
from datetime import UTC, datetime

import pytest

from webapp.voucherify import RateLimit, Voucherify, errors
from webapp.voucherify.authentication import KeyAuthentication

CUSTOMER = {"id": "cust_1", "object": "customer"}


@pytest.mark.parametrize(
    ("identifier", "path"),
    [
        ("a/b?c=d#e%2F+x@y z", "/v1/customers/a%2Fb%3Fc%3Dd%23e%252F%2Bx%40y%20z"),
        ("jane@example.com", "/v1/customers/jane%40example.com"),
        ("../segments", "/v1/customers/..%2Fsegments"),
        ("a//b/", "/v1/customers/a%2F%2Fb%2F"),
        ("%41", "/v1/customers/%2541"),
        ("{customerId}", "/v1/customers/%7BcustomerId%7D"),
        ("żółć\n", "/v1/customers/%C5%BC%C3%B3%C5%82%C4%87%0A"),
    ],
)
def test_an_identifier_stays_in_its_segment_on_the_wire(wire, client, identifier, path):
    wire.answers(CUSTOMER)

    client.customers.get(identifier)

    assert wire.requests[0].path == path


def test_headers_of_a_request(wire, client):
    wire.answers(CUSTOMER)

    client.customers.create(name="Jane")

    headers = wire.requests[0].headers
    assert headers["X-App-Id"] == "the-id"
    assert headers["X-App-Token"] == "the-token"
    assert headers["X-Voucherify-API-Version"] == "v2018-08-01"
    assert headers["X-Voucherify-Channel"] == "Frontdesk"
    assert headers["Content-Type"] == "application/json"


def test_a_base_url_may_have_a_path(wire):
    wire.answers(CUSTOMER)

    with Voucherify(f"{wire.url}/proxy/", "id", "token") as client:
        client.customers.get("cust_1")

    assert wire.requests[0].path == "/proxy/v1/customers/cust_1"


@pytest.mark.parametrize(
    "base_url",
    [
        "http://api.voucherify.io",
        "ftp://api.voucherify.io",
        "api.voucherify.io",
        "https://",
        "https://user:secret@api.voucherify.io",
        "https://api.voucherify.io?x=1",
        "http://127.0.0.1.example.com",
        "",
    ],
)
def test_a_base_url_keys_should_not_go_to_is_refused(base_url):
    with pytest.raises(ValueError, match="base URL"):
        Voucherify(base_url, "id", "token")


@pytest.mark.parametrize("base_url", ["https://api.voucherify.io", "http://localhost:1", "http://[::1]:1"])
def test_https_and_this_machine_are_fine(base_url):
    Voucherify(base_url, "id", "token").close()


@pytest.mark.parametrize("key", ["", " sesame", "sesame\nopen", "sésame"])
def test_a_key_that_cannot_be_a_header_is_refused_unquoted(key):
    with pytest.raises(ValueError, match="app_token must be") as caught:
        KeyAuthentication("id", key)
    assert "same" not in str(caught.value)


def test_redirects_are_not_followed(wire, client):
    wire.answers(status=307, headers={"Location": f"{wire.url}/elsewhere"})

    with pytest.raises(errors.InvalidAnswer) as caught:
        client.customers.get("cust_1")

    assert caught.value.status == 307
    assert len(wire.requests) == 1


def test_cookies_are_not_kept(wire, client):
    wire.answers(CUSTOMER, headers={"Set-Cookie": "a=b"})

    client.customers.get("cust_1")
    client.customers.get("cust_1")

    assert "Cookie" not in wire.requests[1].headers


@pytest.mark.parametrize(
    "reply",
    [
        {"body": b""},
        {"body": b"<html>Welcome</html>", "headers": {"Content-Type": "text/html"}},
        {"body": b'{"id": "cust_1"', "headers": {"Content-Type": "application/json"}},
        {"body": b'{"id": "cust_1"}', "cut": 6},
        {"body": b'["cust_1"]'},
        {"body": b'{"object": "customer"}'},
        {"body": b'{"id": {"of": "cust_1"}}'},
        {"body": b'{"id": ""}'},
        {"body": b'{"id": "cust_1", "amount": NaN}'},
        {"body": b'{"id": "\xff"}'},
        {"body": b"[" * 100_000},
        {"body": b"zipped?", "headers": {"Content-Encoding": "gzip"}},
    ],
)
def test_an_answer_that_is_no_customer_is_invalid(wire, client, reply):
    wire.replies(**reply)

    with pytest.raises(errors.InvalidAnswer) as caught:
        client.customers.get("cust_1")

    assert caught.value.status == 200


def test_a_deletion_is_not_done_by_a_page_of_html(wire, client):
    wire.replies(body=b"<html>Sign in</html>")

    with pytest.raises(errors.InvalidAnswer):
        client.customers.delete("cust_1")


def test_a_slow_answer_times_out(wire, connect):
    wire.answers(CUSTOMER, delay=0.5)

    with pytest.raises(errors.TimedOut):
        connect(read_timeout=0.1).customers.get("cust_1")

    assert len(wire.requests) == 1


def test_a_write_that_timed_out_may_have_been_done(wire, connect):
    wire.answers(CUSTOMER, delay=0.5)

    with pytest.raises(errors.TimedOut) as caught:
        connect(read_timeout=0.1).customers.update("cust_1", name="Jane")

    assert caught.value.outcome_unknown


def test_an_answer_that_trickles_is_not_waited_for_for_ever(wire, connect):
    wire.replies(body=b'{"id": "cust_1"}' + b" " * 1000, pause=0.05)
    started = time.monotonic()

    with pytest.raises(errors.TimedOut):
        connect(connect_timeout=0.1, read_timeout=0.1).customers.get("cust_1")

    assert time.monotonic() - started < 10


def test_a_body_that_stalls_times_out(wire, connect):
    wire.replies(body=b'{"id": "cust_1"}', pause=0.5)

    with pytest.raises(errors.TimedOut):
        connect(read_timeout=0.1).customers.get("cust_1")


def test_a_dropped_connection(wire, client):
    wire.replies(drop=True)

    with pytest.raises(errors.Unreachable) as caught:
        client.customers.get("cust_1")

    assert not isinstance(caught.value, errors.NotConnected)


def test_nothing_was_sent_where_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        Voucherify(f"http://127.0.0.1:{port}", "id", "token") as client,
        pytest.raises(errors.NotConnected) as caught,
    ):
        client.customers.delete("cust_1")

    assert not caught.value.outcome_unknown


def test_nothing_was_sent_where_no_secure_connection_came_about(wire):
    wire.answers(CUSTOMER)
    with (
        Voucherify(wire.url.replace("http", "https"), "id", "token") as client,
        pytest.raises(errors.NotConnected),
    ):
        client.customers.delete("cust_1")

    assert wire.requests == []


def test_proxies_of_the_environment_are_not_used(wire, client, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    wire.answers(CUSTOMER)

    assert client.customers.get("cust_1").id == "cust_1"


@pytest.mark.parametrize("trouble", [{"status": 503}, {"drop": True}, {"body": b"<html>"}, {"body": b"{}xx", "cut": 1}])
def test_a_read_is_tried_again_after_passing_trouble(wire, connect, trouble):
    wire.replies(**trouble)
    wire.answers(CUSTOMER)

    assert connect().customers.get("cust_1").id == "cust_1"
    assert len(wire.requests) == 2


def test_a_read_is_not_tried_for_ever(wire, connect):
    wire.answers(status=500)

    with pytest.raises(errors.ServerFailure):
        connect(retries=1).customers.get("cust_1")

    assert len(wire.requests) == 2


def test_the_rate_limit_last_seen_is_kept(wire, client):
    wire.answers(CUSTOMER, headers={"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "99"})
    wire.answers(
        status=404,
        headers={"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "98", "X-Rate-Limit-Retry": "1700000000"},
    )
    wire.answers(CUSTOMER, headers={"X-Rate-Limit-Limit": "plenty"})

    assert client.rate_limit is None
    client.customers.get("cust_1")
    assert client.rate_limit == RateLimit(100, 99, None)
    with pytest.raises(errors.NotFound):
        client.customers.get("cust_1")
    latest = RateLimit(100, 98, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC))
    assert client.rate_limit == latest
    client.customers.get("cust_1")
    assert client.rate_limit == latest
