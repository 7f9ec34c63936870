"""The memory that downloading an export of 100,000 orders takes, against one of 10,000, through a real Frontdesk."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from bench import Ratio
from webapp.sandbox.authentication import APP_ID, APP_TOKEN

ROOT = Path(__file__).parents[1]
KEYS = {"X-App-Id": APP_ID, "X-App-Token": APP_TOKEN}
FEW, MANY = 10_000, 100_000
MOST_IMPORTED = 2_000
LARGER = 1.2
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FIELDS = ["id", "source_id", "status", "created_at", "amount", "total_amount", "customer_id"]


def main() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as folder, sandbox(Path(folder)) as api:
        peaks = {}
        for rows, known in ((FEW, 0), (MANY, FEW)):
            import_orders(api, known, rows)
            export_id = made(api)
            for form in ("as-it-is", "sheet"):
                with frontdesk(Path(folder), api) as (url, process):
                    peaks[form, rows] = peak_of_download(url, process, export_id, form, rows)
    for form, name in (("as-it-is", "as the API wrote it"), ("sheet", "for a spreadsheet")):
        yield Ratio(f"peak memory of 100,000 rows {name} / 10,000", peaks[form, MANY] / peaks[form, FEW], LARGER)


@contextmanager
def sandbox(folder: Path) -> Iterator[str]:
    """A sandbox with few customers in a process of its own."""
    options = ["--port", "0", "--database", str(folder / "sandbox.sqlite3"), "--customers", "10"]
    with started([sys.executable, "-m", "webapp.sandbox", *options]) as process:
        yield process.stdout.readline().split()[3] if process.stdout else ""


@contextmanager
def frontdesk(folder: Path, api: str) -> Iterator[tuple[str, int]]:
    """A Frontdesk of one process, and that process's id."""
    port = int(api.rpartition(":")[2])
    settings = {
        "VOUCHERIFY_BASE_URL": api,
        "SANDBOX_PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'frontdesk.sqlite3'}",
    }
    environment = {**os.environ, **settings}
    flask = [sys.executable, "-m", "flask", "--app", "webapp"]
    subprocess.run([*flask, "database", "upgrade"], cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603 - ours
    options = ["--config", "gunicorn.conf.py", "--log-level", "info", "--bind", "127.0.0.1:0"]
    server = [sys.executable, "-m", "gunicorn", *options]
    with started(server, environment) as process:
        url, worker = "", 0
        while not (url and worker):
            line = process.stdout.readline() if process.stdout else ""
            url = next(iter(re.findall(r"Listening at: (\S+)", line)), url)
            worker = int(next(iter(re.findall(r"Booting worker with pid: (\d+)", line)), worker))
        yield url, worker


@contextmanager
def started(command: list[str], environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603 - our own
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def import_orders(api: str, first: int, last: int) -> None:
    """Orders with these numbers, in the parts that the API takes."""
    for start in range(first, last, MOST_IMPORTED):
        numbers = range(start, min(start + MOST_IMPORTED, last))
        orders = [{"source_id": f"bench-{number:06}", "status": "PAID", "amount": 100 + number} for number in numbers]
        enqueued = requests.post(f"{api}/v1/orders/import", json=orders, headers=KEYS, timeout=60).json()
        until_done(api, f"/v1/async-actions/{enqueued['async_action_id']}")


def made(api: str) -> str:
    """A new export of all the imported orders."""
    parameters = {"fields": FIELDS, "filters": {"source_id": {"conditions": {"$starts_with": ["bench-"]}}}}
    export = requests.post(f"{api}/v1/orders/export", json={"parameters": parameters}, headers=KEYS, timeout=60).json()
    until_done(api, f"/v1/exports/{export['id']}")
    return str(export["id"])


def until_done(api: str, path: str) -> None:
    while requests.get(api + path, headers=KEYS, timeout=60).json()["status"] != "DONE":
        time.sleep(0.1)


def peak_of_download(url: str, process: int, export_id: str, form: str, rows: int) -> int:
    """The most memory the process has held, in KiB, after the file has come through once."""
    with requests.Session() as browser:
        sign_in = browser.get(f"{url}/auth/sign-in", timeout=60).text
        browser.post(f"{url}/auth/demo", data={"role": "agent", "csrf_token": token_in(sign_in)}, timeout=60)
        token = token_in(browser.get(f"{url}/exports/{export_id}", timeout=60).text)
        wishes = {"csrf_token": token, "form": form}
        with browser.post(f"{url}/exports/{export_id}/download", data=wishes, stream=True, timeout=60) as file:
            file.raise_for_status()
            lines = sum(chunk.count(b"\n") for chunk in file.iter_content(64 * 1024))
    if lines != rows + 1:
        raise AssertionError(f"{lines} lines came instead of {rows + 1}")
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def token_in(page: str) -> str:
    found = TOKEN.search(page)
    if found is None:
        raise AssertionError("a page without a form")
    return found[1]
