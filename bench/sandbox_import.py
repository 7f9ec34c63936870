"""A CSV import of 50,000 customers into the sandbox, against a bare `executemany` of the same rows into one table."""

import csv
import io
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import requests

from bench import Ratio
from webapp.sandbox.authentication import APP_ID, APP_TOKEN
from webapp.sandbox.database import MOST_WAL_PAGES

ROOT = Path(__file__).parents[1]
KEYS = {"X-App-Id": APP_ID, "X-App-Token": APP_TOKEN}
ROWS = 50_000
ROUNDS = 5
MOST = 10
SLOWEST_ANSWER = 0.25  # seconds: 95 of 100 reads are quicker while an import runs
HEADER = (
    "Source_id", "Name", "Email", "Phone", "Birthdate", "Description", "Address_line_1", "City", "Postal_Code",
    "Country", "membership_level", "favorite_brands",
)  # fmt: skip


def main() -> Iterator[Ratio]:
    rows = list(people())
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    bare: list[float] = []
    imports: list[float] = []
    waits: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for round_ in range(ROUNDS):
            bare.append(executemany(Path(folder) / f"bare-{round_}.sqlite3", rows))
            with sandbox(Path(folder) / f"sandbox-{round_}.sqlite3") as url:
                imports.append(imported(url, text.getvalue()))
        with sandbox(Path(folder) / "read.sqlite3") as url:
            imported(url, text.getvalue(), waits)
    yield Ratio("import of 50,000 rows / bare executemany", statistics.median(imports) / statistics.median(bare), MOST)
    slowest = statistics.quantiles(waits, n=20)[-1]
    yield Ratio("95th percentile of reads during an import / 250 ms", slowest / SLOWEST_ANSWER, 1)


def people() -> Iterator[tuple[str, ...]]:
    draw = random.Random(1)  # noqa: S311 -- demo data
    for number in range(ROWS):
        name = f"{draw.choice(('Anna', 'Bob', 'Çelik', 'Dmitri', 'Élise'))} {draw.choice(('Smith', 'Novák', 'Tanaka'))}"
        email = f"{draw.randrange(10**9)}@example.org"
        birthdate = f"{draw.randrange(1940, 2005)}-0{draw.randrange(1, 9)}-{draw.randrange(10, 28)}"
        city = draw.choice(("Paris", "Rome", "Kraków", "Osaka", "Lagos"))
        level = draw.choice(("", "", "bronze", "silver", "gold"))
        yield (
            f"crm-{number:06}", f"{name} {number}", email, f"+48 600 {number:06}", birthdate, f"Customer {number}",
            f"Main Street {number}", city, f"{draw.randrange(10**5):05}", "Poland", level, "Nike,Fenty",
        )  # fmt: skip


def executemany(path: Path, rows: list[tuple[str, ...]]) -> float:
    """Seconds `executemany` takes for all rows, every column of the file, in one transaction into a new file.

    One table whose columns have no types, its primary key the Source_id; no other index, no trigger. The SQLite
    build is the sandbox's, and so are the sizes of pages and cache, the journal mode, the degree of synchronizing
    and the time of checkpoints (none before the measured time is over). The rows are ready-made tuples of text.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting in ("page_size = 16384", "journal_mode = WAL", "synchronous = NORMAL", "cache_size = -16000"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {MOST_WAL_PAGES}")
        connection.execute(f"CREATE TABLE customers ({', '.join(HEADER)}, PRIMARY KEY (Source_id))")
        places = ", ".join("?" * len(HEADER))
        started = time.perf_counter()
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO customers VALUES ({places})", rows)  # noqa: S608 -- our own names
        connection.execute("COMMIT")
        return time.perf_counter() - started


@contextmanager
def sandbox(database: Path) -> Iterator[str]:
    """A sandbox of 1,000 customers in a process of its own."""
    options = ["--port", "0", "--database", str(database), "--customers", "1000"]
    command = [sys.executable, "-m", "webapp.sandbox", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        try:
            yield process.stdout.readline().split()[3] if process.stdout else ""
        finally:
            process.terminate()


def imported(url: str, text: str, waits: list[float] | None = None) -> float:
    """Seconds the import takes by the action's own account. With `waits`, reads go on meanwhile and fill it."""
    with requests.Session() as session:
        session.headers.update(KEYS)
        enqueued = session.post(f"{url}/v1/customers/importCSV", files={"file": ("customers.csv", text)}, timeout=60)
        address = f"{url}/v1/async-actions/{enqueued.json()['async_action_id']}"
        while (action := session.get(address, timeout=60).json())["status"] != "DONE":
            if waits is not None:
                started = time.perf_counter()
                session.get(f"{url}/v1/customers?name=ann&limit=20", timeout=60).raise_for_status()
                waits.append(time.perf_counter() - started)
            time.sleep(0.1)
    if action["result"]["done_count"] != ROWS:
        raise AssertionError(action)
    return action["processing_time"] / 1000
