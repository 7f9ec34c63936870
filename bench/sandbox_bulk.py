"""50,000 customers by POST /v1/customers/bulk/async, against a CSV import of the same people; and the export of all.

Every round runs all of them one after the other, so that a machine that is busy for a while slows each of them.
"""

import csv
import io
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import requests

from bench import Ratio
from bench.sandbox_import import HEADER, KEYS, ROWS, people, sandbox
from webapp.sandbox.rules.exports.readings import CUSTOMER

ROUNDS = 3
MOST_CREATING = 1.3
MOST_UPDATING = 2
MOST_POSTING = 1
MOST_EXPORTING = 1.5
MOST_DOWNLOADING = 0.1


def main() -> Iterator[Ratio]:
    rows = [dict(zip(HEADER, row, strict=True)) for row in people()]
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *(row.values() for row in rows)])
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            with (
                sandbox(Path(folder) / f"csv-{number}.sqlite3") as by_csv,
                sandbox(Path(folder) / f"bulk-{number}.sqlite3") as by_bulk,
                requests.Session() as session,
            ):
                session.headers.update(KEYS)
                rounds.append(_round(session, by_csv, by_bulk, text.getvalue(), rows))
    taken = {name: median(each[name] for each in rounds) for name in rounds[0]}
    for name, most in (
        ("creating", MOST_CREATING),
        ("updating", MOST_UPDATING),
        ("posting", MOST_POSTING),
        ("exporting", MOST_EXPORTING),
        ("downloading", MOST_DOWNLOADING),
    ):
        yield Ratio(f"{name} 50,000 customers / CSV import of them", taken[name] / taken["importing"], most)


def _round(
    session: requests.Session, by_csv: str, by_bulk: str, text: str, rows: list[dict[str, str]]
) -> dict[str, float]:
    """Seconds each of them takes."""
    taken: dict[str, float] = {}
    file = {"file": ("customers.csv", text)}
    enqueued = session.post(f"{by_csv}/v1/customers/importCSV", files=file, timeout=60).json()
    taken["importing"] = _done(session, by_csv, enqueued)["processing_time"] / 1000
    made = [_customer(row) for row in rows]
    taken["posting"], enqueued = _posted(session, by_bulk, made)
    action = _done(session, by_bulk, enqueued)
    taken["creating"] = action["processing_time"] / 1000
    began = time.perf_counter()
    session.get(action["result"]["reports"][0], timeout=60).raise_for_status()
    taken["downloading"] = time.perf_counter() - began
    changed = [each | {"phone": "+48 600", "metadata": {"membership_level": "silver"}} for each in made]
    _, enqueued = _posted(session, by_bulk, changed)
    taken["updating"] = _done(session, by_bulk, enqueued)["processing_time"] / 1000
    taken["exporting"] = _exported(session, by_bulk)
    return taken


def _customer(row: dict[str, str]) -> dict[str, Any]:
    """About 160 bytes of JSON: 50,000 are 8 MB."""
    return {
        "source_id": row["Source_id"],
        "name": row["Name"],
        "email": row["Email"],
        "address": {"city": row["City"]},
        "metadata": {"membership_level": row["membership_level"] or "bronze"},
    }


def _posted(session: requests.Session, url: str, customers: list[dict[str, Any]]) -> tuple[float, dict[str, Any]]:
    body = json.dumps(customers).encode()
    headers = {"Content-Type": "application/json"}
    began = time.perf_counter()
    answer = session.post(f"{url}/v1/customers/bulk/async", data=body, headers=headers, timeout=60)
    elapsed = time.perf_counter() - began
    answer.raise_for_status()
    return elapsed, answer.json()


def _done(session: requests.Session, url: str, enqueued: dict[str, Any]) -> dict[str, Any]:
    address = f"{url}/v1/async-actions/{enqueued['async_action_id']}"
    while (action := session.get(address, timeout=60).json())["status"] != "DONE":
        time.sleep(0.1)
    if action["result"]["done_count"] != ROWS:
        raise AssertionError(action)
    return dict(action)


def _exported(session: requests.Session, url: str) -> float:
    """Seconds from asking for the export to having read its file."""
    began = time.perf_counter()
    wanted = {"exported_object": "customer", "parameters": {"fields": [*CUSTOMER, "metadata"]}}
    answer = session.post(f"{url}/v1/exports", json=wanted, timeout=60)
    answer.raise_for_status()
    export = answer.json()
    while (export := session.get(f"{url}/v1/exports/{export['id']}", timeout=60).json())["status"] != "DONE":
        time.sleep(0.02)
    with session.get(export["result"]["url"], stream=True, timeout=60) as file:
        lines = sum(piece.count(b"\n") for piece in file.iter_content(65_536))
    elapsed = time.perf_counter() - began
    if lines <= ROWS:
        raise AssertionError(lines)
    return elapsed
