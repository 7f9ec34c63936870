import io
import json
import re
import socket
import threading
import time
import tracemalloc
from email import message_from_bytes

import pytest

from webapp.voucherify import Voucherify, errors

ACCEPTED = {"async_action_id": "aa_1"}
MEGABYTE = 1024 * 1024


def parts(request):
    """The parts of a multipart request as a standard parser sees them."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    return message_from_bytes(head + request.body).get_payload()


def test_a_file_travels_as_the_one_field_of_a_multipart_form(wire, client):
    wire.answers(ACCEPTED, status=202)
    content = "Name,Source_id\nZoë,z-1\n".encode()
    file = io.BytesIO(content)
    file.read(3)

    assert client.customers.import_csv(file).async_action_id == "aa_1"

    (request,) = wire.requests
    assert request.path == "/v1/customers/importCSV"
    assert int(request.headers["Content-Length"]) == len(request.body)
    (part,) = parts(request)
    assert part.get_param("name", header="Content-Disposition") == "file"
    assert part.get_filename() == "file.csv"
    assert part.get_payload(decode=True) == content


def test_the_name_of_the_file_stays_here(wire, client, tmp_path):
    wire.answers(ACCEPTED, status=202)
    path = tmp_path / "jane.doe.csv"
    path.write_bytes(b"Name\n")

    with path.open("rb") as file:
        client.customers.import_csv(file)

    assert b"jane" not in wire.requests[0].body


@pytest.fixture
def drain():
    """The address of a server that throws away what it is sent and accepts it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept_anything, args=[listener])
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def accept_anything(listener):
    buffer = bytearray(MEGABYTE // 16)
    connection, _ = listener.accept()
    with connection:
        left = None
        while left is None or left > 0:
            size = connection.recv_into(buffer)
            if left is None:
                head, _, _ = bytes(buffer[:size]).partition(b"\r\n\r\n")
                left = len(head) + 4 + int(re.search(rb"(?i)content-length: (\d+)", head)[1])
            left -= size
        body = json.dumps(ACCEPTED)
        connection.sendall(f"HTTP/1.1 202 Accepted\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())


def test_a_large_file_is_never_in_memory_as_a_whole(drain, tmp_path):
    path = tmp_path / "many.csv"
    path.write_bytes(b"Name,Source_id\n" + b"x" * 8 * MEGABYTE)

    with path.open("rb") as file, Voucherify(drain, "id", "token") as client:
        tracemalloc.start()
        try:
            client.customers.import_csv(file)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert peak < MEGABYTE


def test_a_file_over_ten_megabytes_is_not_sent(wire, client):
    with pytest.raises(ValueError, match="10 MB"):
        client.customers.import_csv(io.BytesIO(b"x" * (10 * MEGABYTE + 1)))

    assert wire.requests == []


def test_an_upload_may_take_longer_than_a_call(wire, connect):
    class SlowFile(io.BytesIO):
        def read(self, size=-1):
            time.sleep(0.6)
            return super().read(size)

    wire.answers(ACCEPTED, status=202)

    connect(connect_timeout=0.5, read_timeout=0.5).customers.import_csv(SlowFile(b"Name\n"))

    assert len(wire.requests) == 1


def test_an_upload_is_sent_once(wire, connect):
    wire.answers(status=503)

    with pytest.raises(errors.ServerFailure) as caught:
        connect(retries=2).customers.import_csv(io.BytesIO(b"Name\n"))

    assert caught.value.outcome_unknown
    assert len(wire.requests) == 1


def test_an_answer_without_an_action_is_none(wire, client):
    wire.answers({}, status=202)

    with pytest.raises(errors.InvalidAnswer):
        client.customers.import_csv(io.BytesIO(b"Name\n"))
