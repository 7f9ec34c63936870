from collections.abc import Iterator

import pytest

from webapp.voucherify import ClientSide, errors


@pytest.fixture
def browser(sandbox) -> Iterator[ClientSide]:
    with ClientSide(sandbox.url, "sandbox-client-id", "sandbox-client-token", "http://127.0.0.1") as client:
        yield client


@pytest.fixture(params=["client", "browser"])
def side(request):
    """The server's client, then the browser's."""
    return request.getfixturevalue(request.param)


def test_there_are_consents_in_groups(side):
    catalogue = side.consents.list()

    names = {consent.id: consent.name for consent in catalogue.consents}
    assert all(names.values())
    assert catalogue.groups
    assert all(names.keys() >= set(group.consents) for group in catalogue.groups)


def test_answers_are_noted(client, side):
    given, revoked, *_ = side.consents.list().consents
    side.consents.update("ticket-5", {given.id: True})
    side.consents.update("ticket-5", {revoked.id: True})
    side.consents.update("ticket-5", {revoked.id: False})

    latest = client.activity.list_deprecated("ticket-5", limit=3).items

    assert [event.type.rpartition(".")[2] for event in latest] == ["revoked", "given", "given"]
    assert [event.payload["consents"][0]["id"] for event in latest] == [revoked.id, revoked.id, given.id]


def test_everything_is_refused_at_once(client, side):
    given = side.consents.list().consents[0]
    side.consents.update("ticket-5", {given.id: True})

    side.consents.refuse_all("ticket-5")

    latest = client.activity.list_deprecated("ticket-5", limit=1).items[0]
    assert latest.type == "customer.consents.revoked"


def test_nobody_answers_nothing(side):
    with pytest.raises(errors.NotFound):
        side.consents.update("nobody", {side.consents.list().consents[0].id: True})


def test_a_project_without_the_feature(sandbox, side):
    sandbox.settings(consents=False)

    with pytest.raises(errors.NotFound):
        side.consents.list()
