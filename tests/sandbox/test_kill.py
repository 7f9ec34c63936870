"""The process killed in the middle of plain writes: what was answered is there, and nothing is there by halves."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import requests

from tests.support.sandbox_process import running
from tests.support.sandbox_server import SandboxServer

WRITERS = 4
ANSWERS_BEFORE_THE_KILL = 120


class Writers:
    """Threads that send paid orders of new customers, until nobody answers any more."""

    def __init__(self, url: str) -> None:
        self.answered: list[str] = []
        self.enough = threading.Event()
        self._url = url
        self._threads = [threading.Thread(target=self._write, args=[number]) for number in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _write(self, writer: int) -> None:
        with requests.Session() as session:
            session.headers.update(SandboxServer.keys)
            for number in range(100_000):
                name = f"{writer}-{number}"
                order = {"source_id": name, "status": "PAID", "amount": 700, "customer": {"source_id": f"of-{name}"}}
                try:
                    answer = session.post(f"{self._url}/v1/orders", json=order, timeout=10)
                except requests.RequestException:
                    return
                assert answer.status_code == 200
                self.answered.append(name)
                if len(self.answered) >= ANSWERS_BEFORE_THE_KILL:
                    self.enough.set()


def test_orders_are_there_whole_or_not_at_all(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite3"
    with running(database) as (process, url):
        writers = Writers(url)
        assert writers.enough.wait(timeout=30)
        process.kill()
        writers.join()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        written = {name for (name,) in connection.execute("SELECT source_id FROM orders WHERE source_id LIKE '_-%'")}
        owners = {name for (name,) in connection.execute("SELECT source_id FROM customers WHERE source_id LIKE 'of-%'")}
    assert set(writers.answered) <= written
    assert owners == {f"of-{name}" for name in written}
    with running(database) as (_, url), requests.Session() as session:
        session.headers.update(SandboxServer.keys)
        for owner in sorted(owners)[-20:]:
            orders = session.get(f"{url}/v1/customers/{owner}", timeout=10).json()["summary"]["orders"]
            assert (orders["total_count"], orders["total_amount"]) == (1, 700)
            feed = session.get(f"{url}/v1/customers/{owner}/activity?limit=100", timeout=10).json()["data"]
            told = {"customer.created", "customer.order.created", "customer.order.paid"}
            assert told <= {event["type"] for event in feed}
