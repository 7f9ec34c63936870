"""An import of orders whose worker is killed right after a part was taken: every order once, and no part sent twice."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests.support.app import SECRET_KEY
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.jobs import run_due
from webapp.order_imports import views
from webapp.store.database import session_scope
from webapp.store.job_models import JobRecord

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
ORDERS, SIZE_OF_PART = 11, 4


@contextmanager
def worker(app: Flask) -> Iterator[subprocess.Popen[bytes]]:
    settings = app.extensions["settings"]
    environment = os.environ | {
        "FRONTDESK_ENV": "demo",
        "SECRET_KEY": SECRET_KEY,
        "DATABASE_URL": settings.database_url,
        "VOUCHERIFY_BASE_URL": settings.voucherify_base_url,
    }
    command = [sys.executable, "-m", "flask", "--app", "webapp", "worker", "--threads", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def taken(sandbox: SandboxServer) -> int:
    """How many parts the API has answered for."""
    return sum(call["path"] == "/v1/orders/import" and call["status"] == 200 for call in sandbox.requests())


def test_a_worker_killed_between_parts_costs_and_doubles_nothing(
    app: Flask, client: PageClient, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_IMPORTED", SIZE_OF_PART)
    before = sandbox.call("GET", "/v1/orders?limit=1").json()["total"]
    orders = [{"source_id": f"past-{number}", "status": "PAID", "amount": 100 + number} for number in range(ORDERS)]
    form = client.get("/orders/import").form("/orders/import").filled()
    file = (io.BytesIO(json.dumps(orders).encode()), "orders.json")
    page = client.post("/orders/import", {**form, "amounts": "hundredths", "file": file})  # type: ignore[dict-item]
    run_due(app)
    page = client.get(page.url)
    client.submit(page.form(f"{page.url}/run"))
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    with worker(app) as process:
        while not taken(sandbox):
            assert time.monotonic() < give_up_at
            time.sleep(0.01)
        process.kill()
        process.wait()
    with app.app_context(), session_scope() as session:  # as if its lease had run out
        is_over = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(JobRecord).where(JobRecord.held_until.is_not(None)).values(held_until=is_over))
    run_due(app)
    assert "11 imported" in client.get(page.url).text
    assert taken(sandbox) == 3
    assert sandbox.call("GET", "/v1/orders?limit=1").json()["total"] == before + ORDERS
    for number in range(ORDERS):
        assert sandbox.call("GET", f"/v1/orders/past-{number}").json()["amount"] == 100 + number
