"""The process killed in the middle of asynchronous work, and started again."""

import csv
import io
import time
from pathlib import Path
from typing import Any

import requests

from tests.support.sandbox_process import running
from tests.support.sandbox_server import SandboxServer

ROWS = 24_000
PATIENCE = 30  # seconds


def call(url: str, path: str, **body: Any) -> Any:
    method = "POST" if body else "GET"
    return requests.request(method, url + path, headers=SandboxServer.keys, timeout=10, **body).json()


def seen(url: str, identifier: str, wanted: str) -> dict[str, Any]:
    """The action once its status is the wanted one, or it has gone beyond."""
    deadline = time.monotonic() + PATIENCE
    while True:
        action: dict[str, Any] = call(url, f"/v1/async-actions/{identifier}")
        if action["status"] in (wanted, "DONE"):
            return action
        assert time.monotonic() < deadline
        time.sleep(0.005)


def exported(url: str) -> list[list[str]]:
    """Every customer of the import: what the file of an export says."""
    parameters = {
        "fields": ["source_id", "name", "updated_at", "metadata.store_visits"],
        "filters": {"source_id": {"conditions": {"$starts_with": ["row-"]}}},
    }
    export = call(url, "/v1/exports", json={"exported_object": "customer", "parameters": parameters})
    deadline = time.monotonic() + PATIENCE
    while (found := call(url, f"/v1/exports/{export['id']}"))["status"] != "DONE":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    _, *rows = csv.reader(io.StringIO(requests.get(found["result"]["url"], timeout=10).text))
    return rows


def test_an_import_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    lines = [f"row-{number},Name {number},{'many' if number % 1000 == 0 else number}" for number in range(ROWS)]
    file = "Source_id,Name,store_visits\n" + "\n".join(lines)
    database = tmp_path / "sandbox.sqlite3"
    with running(database) as (process, url):
        identifier = call(url, "/v1/customers/importCSV", files={"file": file})["async_action_id"]
        before = seen(url, identifier, "IN_PROGRESS")
        process.kill()
    assert 0 < before["progress"] < 100
    with running(database) as (_, url):
        done = seen(url, identifier, "DONE")
        result = done["result"]
        assert (result["done_count"], result["failed_count"]) == (ROWS - 24, 24)
        assert [each["row"] for each in result["failed"]] == [1 + 1000 * number for number in range(24)]
        expected = [[f"row-{number}", f"Name {number}", "", str(number)] for number in range(ROWS) if number % 1000]
        assert exported(url) == expected  # each once, in order, and none of them written twice
        for number in (1, 12_001, ROWS - 1):
            feed = call(url, f"/v1/customers/row-{number}/activity")["data"]
            assert [event["type"] for event in feed if event["type"].startswith("customer.created")] == [
                "customer.created"
            ]
        assert call(url, "/v1/customers?name=name+23999")["total"] == 1


def test_an_export_is_made_anew_after_a_kill(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite3"
    with running(database) as (process, url):
        requests.put(f"{url}/_sandbox/settings", json={"async_progress": "seconds:1"}, timeout=5).raise_for_status()
        export = call(url, "/v1/exports", json={"exported_object": "customer"})
        process.kill()
    with running(database) as (_, url):
        deadline = time.monotonic() + PATIENCE
        while (found := call(url, f"/v1/exports/{export['id']}"))["status"] != "DONE":
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert requests.get(found["result"]["url"], timeout=5).text.startswith("Name,Source ID\n")
