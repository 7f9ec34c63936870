"""Frontdesk as it runs for a team: web, worker and sandbox as processes of their own, each of which can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from werkzeug.test import EnvironBuilder, TestResponse

from tests.support.page_client import PageClient

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PATIENCE_SECONDS = 60
HOST = "127.0.0.1"


class System:
    """The processes. `kill` ends one with -9 and its children with it; `start` brings it back on what it left."""

    def __init__(self, folder: Path, *, customers: int, database_url: str = "", redis_url: str = "") -> None:
        self.log = folder / "system.log"
        port, sandbox_port = free_port(), free_port()
        self.url, self.sandbox_url = f"http://{HOST}:{port}", f"http://{HOST}:{sandbox_port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}},
            "FRONTDESK_ENV": "demo",
            "SECRET_KEY": "a key of this rehearsal, and of no other",
            "PORT": str(port),
            "SANDBOX_PORT": str(sandbox_port),
            "WEB_CONCURRENCY": "1",
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'frontdesk.sqlite3'}",
            "REDIS_URL": redis_url,
            "TMPDIR": str(folder),
        }
        world = ["--database", str(folder / "sandbox.sqlite3"), "--customers", str(customers)]
        self._commands: Mapping[str, list[str]] = {
            "sandbox": [sys.executable, "-m", "webapp.sandbox", "--port", str(sandbox_port), *world],
            "web": [str(BIN / "gunicorn"), "--config", "gunicorn.conf.py", "webapp:create_app()"],
            "worker": [str(BIN / "flask"), "--app", "webapp", "worker"],
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_all(self) -> None:
        self.start("sandbox")
        migrate = [str(BIN / "flask"), "--app", "webapp", "database", "upgrade"]
        subprocess.run(migrate, cwd=ROOT, env=self._environment, check=True, capture_output=True)
        self.start("web")
        self.start("worker")
        wait_for(lambda: answers(f"{self.url}/healthz") and answers(f"{self.sandbox_url}/_sandbox/state"))

    def start(self, name: str) -> None:
        with self.log.open("ab") as log:
            self._processes[name] = subprocess.Popen(
                self._commands[name], cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        process = self._processes.pop(name, None)
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def kill_all(self) -> None:
        for name in list(self._processes):
            self.kill(name)


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[System]:
    """The whole system; leaving kills it."""
    system = System(folder, **options)
    try:
        system.start_all()
        yield system
    finally:
        system.kill_all()


class Wire:
    """What Flask's test client is to PageClient, over a socket. What gets no answer is asked again, as people do."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, url: str, **options: Any) -> TestResponse:
        return self.open(url, method="GET", **options)

    def post(self, url: str, **options: Any) -> TestResponse:
        return self.open(url, method="POST", **options)

    def open(
        self,
        url: str,
        *,
        method: str,
        headers: Mapping[str, str] | None = None,
        query_string: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> TestResponse:
        files = {name: (value[1], value[0]) for name, value in (data or {}).items() if isinstance(value, tuple)}
        fields = {name: value for name, value in (data or {}).items() if not isinstance(value, tuple)}
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            for _, file in files.values():
                file.seek(0)
            try:
                answer = self._session.request(
                    method,
                    self._url + url,
                    headers=headers,
                    params=query_string,
                    data=fields or None,
                    files=files or None,
                    allow_redirects=False,
                    timeout=PATIENCE_SECONDS,
                )
            except requests.ConnectionError:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.2)
            else:
                request = EnvironBuilder(path=url.partition("?")[0], method=method).get_request()
                return TestResponse([answer.content], f"{answer.status_code} {answer.reason}", answer.headers, request)


class Browser(PageClient):
    """A person's browser in front of a system."""

    def __init__(self, url: str) -> None:
        self.http = Wire(url)  # type: ignore[assignment]
        self.visited = []


def wait_for(is_so: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > give_up_at:
            raise AssertionError("waited in vain")
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])
