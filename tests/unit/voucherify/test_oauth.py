import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from requests import PreparedRequest

from tests.support.wire import Reply
from webapp.voucherify import errors
from webapp.voucherify.authentication import OAuthAuthentication
from webapp.voucherify.oauth_records import Token

CUSTOMER = b'{"id": "cust_1"}'


class Project:
    """An API that gives out tokens by number and lets only the latest in."""

    def __init__(self):
        self.tokens = 0
        self.revoked = False

    def answer(self, request):
        if request.path == "/v1/oauth/token":
            self.tokens += 1
            self.revoked = False
            return Reply(body=f'{{"access_token": "token-{self.tokens}", "expires_in": 900}}'.encode(), delay=0.02)
        known = not self.revoked and request.headers.get("Authorization") == f"Bearer token-{self.tokens}"
        return Reply(body=CUSTOMER) if known else Reply(status=401)


@pytest.fixture
def project(wire):
    project = Project()
    wire.responds(project.answer)
    return project


@pytest.fixture
def client(connect, project):  # noqa: ARG001 -- the project answers
    return connect(oauth_scopes=["api", "customers"], retries=0)


def test_calls_carry_a_token_that_the_keys_fetched(wire, client):
    client.customers.get("cust_1")
    client.customers.get("cust_1")

    fetched, first, second = wire.requests
    assert (fetched.method, fetched.path) == ("POST", "/v1/oauth/token")
    assert fetched.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert fetched.body == b"grant_type=client_credentials&scope=api+customers"
    assert (fetched.headers["X-App-Id"], fetched.headers["X-App-Token"]) == ("the-id", "the-token")
    for request in (first, second):
        assert request.headers["Authorization"] == "Bearer token-1"
        assert "X-App-Token" not in request.headers


def test_threads_share_one_token(client, project):
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda _: client.customers.get("cust_1"), range(48)))

    assert project.tokens == 1


def test_a_read_with_a_dead_token_is_signed_anew_once(client, project):
    client.customers.get("cust_1")
    project.revoked = True

    assert client.customers.get("cust_1").id == "cust_1"
    assert project.tokens == 2


def test_a_read_that_no_token_opens_is_given_up(wire, client, project):
    wire.responds(lambda request: project.answer(request) if "oauth" in request.path else Reply(status=401))

    with pytest.raises(errors.Unauthorized):
        client.customers.get("cust_1")

    assert [request.path for request in wire.requests].count("/v1/customers/cust_1") == 2


def test_a_write_with_a_dead_token_is_not_repeated_but_the_next_gets_a_new_one(wire, client, project):
    client.customers.get("cust_1")
    project.revoked = True

    with pytest.raises(errors.Unauthorized):
        client.customers.update("cust_1", name="Jane")
    client.customers.update("cust_1", name="Jane")

    assert [request.headers.get("Authorization") for request in wire.requests if request.method == "PUT"] == [
        "Bearer token-1",
        "Bearer token-2",
    ]


def test_a_write_for_which_there_is_no_token_was_not_sent(wire, client):
    wire.responds(lambda _: Reply(drop=True))

    with pytest.raises(errors.Unreachable) as caught:
        client.customers.update("cust_1", name="Jane")

    assert not caught.value.outcome_unknown
    assert [request.path for request in wire.requests] == ["/v1/oauth/token"]


def test_fetching_a_token_is_tried_again(wire, connect, project):
    replies = iter([Reply(status=503)])
    wire.responds(lambda request: next(replies, None) or project.answer(request))

    assert connect(oauth_scopes=["api"]).customers.get("cust_1").id == "cust_1"


def test_tokens_can_be_looked_up_and_revoked(wire, connect):
    wire.answers({"active": True, "scope": "api customers"})
    wire.answers(status=204)
    wire.answers(status=404)
    client = connect()

    assert client.oauth.introspect("t").active
    client.oauth.revoke("t")
    with pytest.raises(errors.NotFound):
        client.oauth.revoke("t")

    assert [request.path for request in wire.requests] == ["/v1/oauth/introspect", *["/v1/oauth/revoke"] * 2]
    assert {request.body for request in wire.requests} == {b"token=t"}


class Tokens:
    """Gives out tokens by number, or fails, under a clock that stands still."""

    def __init__(self):
        self.now = 0.0
        self.given = 0
        self.failure = None
        self.asked = threading.Event()
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.authentication = OAuthAuthentication(self.give, lambda: self.now)

    def give(self):
        self.asked.set()
        self.may_go_on.wait(5)
        if self.failure:
            raise self.failure
        self.given += 1
        return Token({"access_token": str(self.given), "expires_in": 900})

    def used(self):
        request = PreparedRequest()
        request.headers = {}
        return self.authentication(request).headers["Authorization"].removeprefix("Bearer ")


@pytest.fixture
def tokens():
    return Tokens()


def test_a_token_is_renewed_after_fourteen_minutes(tokens):
    assert tokens.used() == "1"
    tokens.now = 14 * 60 - 1
    assert tokens.used() == "1"
    tokens.now = 14 * 60
    assert tokens.used() == "2"


def test_while_one_thread_renews_the_others_go_on(tokens):
    tokens.used()
    tokens.now = 14 * 60
    tokens.may_go_on.clear()
    tokens.asked.clear()
    with ThreadPoolExecutor(1) as threads:
        renewal = threads.submit(tokens.used)
        tokens.asked.wait(5)
        assert tokens.used() == "1"
        tokens.may_go_on.set()
        assert renewal.result() == "2"


def test_a_failed_renewal_leaves_the_old_token_until_it_expires(tokens):
    tokens.used()
    tokens.failure = errors.TimedOut("POST /v1/oauth/token")
    tokens.now = 14 * 60
    assert tokens.used() == "1"
    tokens.now = 15 * 60
    with pytest.raises(errors.TimedOut):
        tokens.used()
    tokens.failure = None
    assert tokens.used() == "2"


def test_nobody_waits_for_ever_for_a_renewal_that_fails(tokens):
    tokens.failure = errors.TimedOut("POST /v1/oauth/token")
    tokens.may_go_on.clear()
    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(tokens.used) for _ in range(4)]
        tokens.asked.wait(5)
        tokens.may_go_on.set()
        failures = {type(one.exception()) for one in waiting}

    assert failures == {errors.TimedOut}
