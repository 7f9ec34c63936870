"""The server itself: sockets, processes, what survives."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.support.sandbox_server import SandboxServer
from webapp.sandbox.__main__ import main
from webapp.sandbox.server import make_sandbox_server

ROOT = Path(__file__).parents[2]


@contextmanager
def process(database: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and the line it prints once it answers."""
    command = [sys.executable, "-m", "webapp.sandbox", "--port", "0", "--database", str(database), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running, running.stdout.readline()
        finally:
            running.kill()


def test_only_loopback_is_served() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        make_sandbox_server(None, "0.0.0.0", 0)  # noqa: S104 -- refused, which is the point


def test_the_command_refuses_any_other_host_before_it_makes_a_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "sandbox.sqlite3"

    with pytest.raises(SystemExit):
        main(["--host", "0.0.0.0", "--database", str(database)])  # noqa: S104 -- refused, which is the point

    assert "invalid loopback value: '0.0.0.0'" in capsys.readouterr().err
    assert not database.exists()


def test_one_connection_serves_many_calls_and_unread_bodies(server: SandboxServer) -> None:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    for method, status in (("GET", 200), ("PATCH", 405), ("DELETE", 405), ("GET", 200), ("HEAD", 200)):
        connection.request(method, "/v1/customers", body=b"x" * 100_000, headers=server.keys)
        socket = connection.sock
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, connection.sock) == (status, socket)
    connection.close()


def test_a_chunked_body_is_read(server: SandboxServer) -> None:
    answer = server.call("POST", "/v1/customers", data=iter([b'{"name":', b'"Chunk"}']))
    assert answer.json()["name"] == "Chunk"


def test_writers_and_readers_side_by_side_lose_nothing(server: SandboxServer) -> None:
    statuses: list[int] = []

    def work(number: int) -> None:
        with requests.Session() as session:
            session.headers.update(server.keys)
            for turn in range(10):
                body = {"source_id": f"w-{number}-{turn}", "metadata": {str(number): turn}}
                statuses.append(session.post(f"{server.url}/v1/customers", json=body, timeout=10).status_code)
                merged = {"metadata": {f"{number}-{turn}": 1}}
                statuses.append(session.put(f"{server.url}/v1/customers/crm-1", json=merged, timeout=10).status_code)
                statuses.append(session.get(f"{server.url}/v1/customers", timeout=10).status_code)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200}
    assert server.state()["counts"]["customers"] == 85
    assert len(server.call("GET", "/v1/customers/crm-1").json()["metadata"]) == 82


def test_the_command_says_when_it_answers_keeps_its_data_and_ends_cleanly(tmp_path: Path) -> None:
    database = tmp_path / "new" / "sandbox.sqlite3"
    with process(database, "--customers", "60", "--seed", "3") as (running, line):
        found = re.fullmatch(r"Sandbox answers on (http://127\.0\.0\.1:\d+) \((\d+) customers, seed 3\)\n", line)
        assert found
        assert int(found[2]) >= 60
        made = requests.post(
            f"{found[1]}/v1/customers", json={"source_id": "kept"}, headers=SandboxServer.keys, timeout=5
        )
        assert made.status_code == 200
        running.kill()  # the answer is the promise: nothing written may be lost now
    with process(database) as (running, line):
        assert "data kept from" in line
        address = line.split()[3]
        kept = requests.get(f"{address}/v1/customers/kept", headers=SandboxServer.keys, timeout=5)
        assert kept.json()["id"] == made.json()["id"]
        assert requests.post(f"{address}/_sandbox/reset", timeout=5).status_code == 204
        gone = requests.get(f"{address}/v1/customers/kept", headers=SandboxServer.keys, timeout=5)
        assert gone.status_code == 404
        os.kill(running.pid, signal.SIGTERM)
        assert running.wait(5) == 0
        assert running.communicate() == ("", "")


def test_a_file_of_another_make_is_refused_and_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "other.sqlite3"
    database.write_text("this is no database, but somebody's file")
    with process(database) as (running, line):
        assert line == ""
        assert running.wait(5) == 1
        assert "another version of the sandbox" in running.communicate()[1]
    assert database.read_text() == "this is no database, but somebody's file"


def test_a_file_sent_in_pieces_ends_and_leaves_the_connection_open(server: SandboxServer) -> None:
    export = server.call("POST", "/v1/exports", json={"exported_object": "customer"}).json()
    while (found := server.call("GET", f"/v1/exports/{export['id']}").json())["status"] != "DONE":
        time.sleep(0.01)
    file = server.call("GET", found["result"]["url"].removeprefix(server.url))
    assert file.headers["Transfer-Encoding"] == "chunked"
    assert file.text.splitlines()[:2] == ["Name,Source ID", "Anna Nowak,crm-1"]
    done = server.call("POST", "/v1/customers/bulk/async", json=[{"source_id": "crm-1", "name": "Ann"}]).json()
    path = f"/v1/async-actions/{done['async_action_id']}"
    while (action := server.call("GET", path).json())["status"] != "DONE":
        time.sleep(0.01)
    file_id, _, token = action["result"]["reports"][0].rpartition("/")[2].partition("?token=")
    report = server.call("GET", f"/downloads/{file_id}", params={"token": token})
    assert report.text == "source_id,found,updated\ncrm-1,true,true\n"
    assert server.call("GET", "/v1/customers/crm-1").json()["name"] == "Ann"
