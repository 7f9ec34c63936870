import tracemalloc

import pytest

from tests.support.wire import Reply
from webapp.voucherify import errors
from webapp.voucherify.connections import checked_download_address

EU = "https://api.voucherify.io"
US = "https://us1.api.voucherify.io"
MEGABYTE = 1024 * 1024
PATH = "/v1/exports/exp_1?token=s3cret"


@pytest.fixture
def finished(wire, client):
    """An export whose file is on the wire."""
    wire.answers({"id": "exp_1", "status": "DONE", "result": {"url": wire.url + PATH}})
    return client.exports.get("exp_1")


def test_a_file_arrives_in_pieces_from_its_own_address(wire, client, finished):
    content = b"ID,Name\n" * 50_000
    wire.responds(lambda _: Reply(body=content, headers={"Content-Type": "text/plain"}))

    with client.exports.download(finished) as file:
        chunks = list(file)

    assert b"".join(chunks) == content
    assert len(chunks) > 1
    assert wire.requests[-1].path == PATH
    assert wire.requests[-1].headers["X-App-Id"] == "the-id"
    assert "text/plain" in wire.requests[-1].headers["Accept"]


def test_a_large_file_is_never_in_memory_as_a_whole(wire, client, finished):
    content = b"x" * 8 * MEGABYTE
    wire.responds(lambda _: Reply(body=content))

    tracemalloc.start()
    try:
        size = sum(len(chunk) for chunk in client.exports.download(finished))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert size == len(content)
    assert peak < MEGABYTE


@pytest.mark.parametrize(("reply", "error"), [({"cut": 9}, errors.InvalidAnswer), ({"pause": 1.2}, errors.TimedOut)])
def test_a_file_that_does_not_end_well_is_no_file(wire, connect, finished, reply, error):
    wire.responds(lambda _: Reply(body=b"ID,Name\n1,Jane\n", **reply))

    with pytest.raises(error), connect(read_timeout=1).exports.download(finished) as file:
        list(file)


@pytest.mark.parametrize(("status", "error"), [(401, errors.Unauthorized), (302, errors.InvalidAnswer)])
def test_a_file_that_is_not_there(wire, client, finished, status, error):
    wire.responds(lambda _: Reply(status=status, headers={"Location": f"{wire.url}/elsewhere"}))

    with pytest.raises(error) as caught:
        client.exports.download(finished)

    assert "s3cret" not in str(caught.value)
    assert len(wire.requests) == 2


def test_opening_is_tried_again_after_passing_trouble(wire, connect, finished):
    replies = iter([Reply(status=503), Reply(body=b"ID\n")])
    wire.responds(lambda _: next(replies))

    assert list(connect().exports.download(finished)) == [b"ID\n"]


def test_the_address_is_in_no_log(wire, client, finished, caplog):
    caplog.set_level("DEBUG")
    wire.responds(lambda _: Reply(body=b"ID\n"))

    list(client.exports.download(finished))

    assert "s3cret" not in caplog.text
    assert caplog.records[-1].operation == "GET /v1/exports/{exportId}?token={token}"


def test_an_export_without_a_file_is_not_asked_for_it(wire, client):
    wire.answers({"id": "exp_1", "status": "SCHEDULED", "result": None})

    with pytest.raises(ValueError, match="no file"):
        client.exports.download(client.exports.get("exp_1"))


def test_a_report_in_the_clear_on_another_host_is_refused(wire, client):
    elsewhere = wire.url.replace("127.0.0.1", "localhost")

    with pytest.raises(errors.InvalidAnswer):
        client.async_actions.download_report(f"{elsewhere}/report.csv")

    assert wire.requests == []


@pytest.mark.parametrize(
    ("address", "base_url", "gets_keys"),
    [
        ("https://api.voucherify.io/v1/exports/x", EU, True),
        ("https://download.voucherify.io/v1/exports/x", EU, True),
        ("https://us1.download.voucherify.io/v1/exports/x", US, True),
        ("https://download.voucherify.io/v1/exports/x", US, False),
        ("https://download.voucherify.io.example.com/x", EU, False),
        ("https://download.voucherify.io:8443/x", EU, False),
        ("https://files.example.com/x", EU, False),
    ],
)
def test_keys_go_to_the_own_hosts_only(address, base_url, gets_keys):
    assert checked_download_address(address, base_url) is gets_keys


@pytest.mark.parametrize(
    "address",
    [
        "http://download.voucherify.io/x",
        "http://127.0.0.1/x",
        "ftp://download.voucherify.io/x",
        "https://",
        "https://me:secret@files.example.com/x",
        "https://me:secret@download.voucherify.io/x",
        "https://download.voucherify.io:port/x",
        "/x",
        "",
    ],
)
def test_addresses_that_are_not_fit_are_refused(address):
    with pytest.raises(ValueError, match=r"file must be|[Pp]ort"):
        checked_download_address(address, EU)
