from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.voucherify import Voucherify, errors


@pytest.fixture
def signed(sandbox) -> Iterator[Voucherify]:
    """A client that signs its calls with a token for customers only."""
    with Voucherify(sandbox.url, sandbox.app_id, sandbox.app_token, oauth_scopes=["customers"]) as client:
        yield client


def fetched(sandbox):
    return [call for call in sandbox.requests() if call["path"] == "/v1/oauth/token"]


def test_a_token_stands_for_the_keys_within_its_scopes(sandbox, signed):
    signed.customers.create(source_id="jane")
    assert signed.customers.get("jane")
    assert len(fetched(sandbox)) == 1

    with pytest.raises(errors.Forbidden):
        signed.orders.list()


def test_many_threads_fetch_one_token(sandbox, signed):
    with ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(lambda _: signed.customers.list(limit=1), range(24)))

    assert all(page.items for page in pages)
    assert len(fetched(sandbox)) == 1


def test_a_token_that_died_early_is_replaced_for_a_read(sandbox, signed):
    signed.customers.list(limit=1)
    sandbox.clock(advance=3600)

    assert signed.customers.list(limit=1).items
    assert len(fetched(sandbox)) == 2


def test_a_token_is_looked_up_and_revoked(client):
    token = client.oauth.token(["customers", "orders"])
    assert (token.token_type, token.scope, token.lifetime) == ("Bearer", "customers orders", 900)

    assert client.oauth.introspect(token.access_token).active is True
    client.oauth.revoke(token.access_token)
    assert client.oauth.introspect(token.access_token).active is False
    with pytest.raises(errors.NotFound):
        client.oauth.revoke(token.access_token)


def test_an_unknown_scope(client):
    with pytest.raises(errors.InvalidRequest) as caught:
        client.oauth.token(["everything"])
    assert caught.value.key == "invalid_scope"
