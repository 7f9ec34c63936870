"""The customer page against a slow API: it takes as long as its slowest call, not as long as their sum.

Every call of the API takes 80 ms. The calls and the page take turns, so both meet the same machine. With one endpoint
that hangs, the page waits for its deadline and no longer, and all that does not hang is in it.
"""

import logging
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from flask.testing import FlaskClient
from requests import Session

from bench import Ratio
from webapp import create_app
from webapp.settings import DEMO, SANDBOX_APP_ID, SANDBOX_APP_TOKEN, Settings
from webapp.store import migration
from webapp.store.database import engine

ROOT = Path(__file__).parents[1]
KEYS = {"X-App-Id": SANDBOX_APP_ID, "X-App-Token": SANDBOX_APP_TOKEN}
LATENCY_MS = 80
ROUNDS = 25
MOST = 1.35
CUSTOMER = "ticket-2"
CALLS = ("", "/activity?limit=100", "/activities?limit=100", "/redeemables?limit=100", "/segments")
HANGING = "/redeemables?limit=100"
HANGS = {"kind": "delay", "milliseconds": 8_000, "route": "/v1/customers/{id}/redeemables", "times": None}
LATE_PARTS = 2  # the panel, and what the head tells of the same answer


def main() -> Iterator[Ratio]:
    logging.disable(logging.CRITICAL)
    with sandbox() as url, signed_in_browser(url) as browser, Session() as session:
        session.headers.update(KEYS)
        customer_id = session.get(f"{url}/v1/customers/{CUSTOMER}").json()["id"]
        api, page = f"{url}/v1/customers/{customer_id}", f"/customers/{customer_id}"

        slowest, complete = measured(session, browser, [api + call for call in CALLS], page, late=0)
        yield Ratio("complete customer page / slowest single call", complete / slowest, MOST)

        session.post(f"{url}/_sandbox/faults", json=HANGS).raise_for_status()
        others = [api + call for call in CALLS if call != HANGING]
        slowest, complete = measured(session, browser, others, page, late=LATE_PARTS)
        waited = Settings.panel_deadline_ms / 1000
        yield Ratio("the same, one endpoint hanging / call and deadline", complete / (slowest + waited), MOST)
    logging.disable(logging.NOTSET)


def measured(session: Session, browser: FlaskClient, calls: list[str], page: str, *, late: int) -> tuple[float, float]:
    """The median seconds of the slowest of these calls, and of the page; `late` parts must be missing from it."""
    singles: dict[str, list[float]] = {call: [] for call in calls}
    pages = []
    load(browser, page, late)
    for _ in range(ROUNDS):
        for call, times in singles.items():
            times.append(seconds(lambda call=call: session.get(call)))
        pages.append(seconds(lambda: load(browser, page, late)))
    return max(median(times) for times in singles.values()), median(pages)


def load(browser: FlaskClient, page: str, late: int) -> None:
    answer = browser.get(page)
    found = answer.text.count('hx-trigger="load"')
    if (answer.status_code, found) != (200, late):
        raise AssertionError(f"status {answer.status_code}, {found} parts late instead of {late}")


def seconds(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


@contextmanager
def sandbox() -> Iterator[str]:
    """A sandbox in a process of its own, as slow as a distant API; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", "0", "--database", f"{folder}/sandbox.sqlite3", "--customers", "200"]
        command = [sys.executable, "-m", "webapp.sandbox", *options, "--latency-ms", str(LATENCY_MS)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
            try:
                yield process.stdout.readline().split()[3] if process.stdout else ""
            finally:
                process.terminate()


@contextmanager
def signed_in_browser(url: str) -> Iterator[FlaskClient]:
    """The dashboard before that API, with an agent signed in."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                environment=DEMO,
                secret_keys=("the bench's own secret key",),
                voucherify_base_url=url,
                voucherify_app_id=SANDBOX_APP_ID,
                voucherify_app_token=SANDBOX_APP_TOKEN,
                database_url=f"sqlite:///{Path(folder) / 'frontdesk.sqlite3'}",
            )
        )
        migration.upgrade(engine())
        browser = app.test_client()
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/auth/sign-in").text)
        browser.post("/auth/demo", data={"role": "agent", "csrf_token": token[1] if token else ""})
        yield browser
