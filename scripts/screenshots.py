"""Take the README's pictures: start Frontdesk on free ports with fresh demo data and photograph its main pages."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
CUSTOMER = "ticket-8"  # of the demo data; one with something to tell
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_frontdesk() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        ports = {"PORT": str(free_port()), "SANDBOX_PORT": str(free_port())}
        environment = (
            os.environ
            | ports
            | {
                "DATABASE_URL": f"sqlite:///{folder}/frontdesk.sqlite3",
                "SANDBOX_DATABASE": f"{folder}/sandbox.sqlite3",
            }
        )
        process = subprocess.Popen([sys.executable, "scripts/run.py"], cwd=ROOT, env=environment)
        try:
            address = f"http://127.0.0.1:{ports['PORT']}"
            wait_for(f"{address}/readyz")
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


def wait_for(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=1):  # noqa: S310 - our own loopback address
            return
        time.sleep(0.1)
    raise TimeoutError(url)


def photograph(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/auth/sign-in")
    page.locator("form[action='/auth/demo'] button[value=agent]").click()
    page.wait_for_url(f"{address}/")


def take_all(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        for theme, size, suffix in (("light", WIDE, ""), ("dark", WIDE, "-dark"), ("light", NARROW, "-narrow")):
            page = browser.new_context(viewport=size, color_scheme=theme).new_page()
            page.goto(f"{address}/auth/sign-in")
            photograph(page, f"sign-in{suffix}")
            sign_in(page, address)
            photograph(page, f"home{suffix}")
            page.goto(f"{address}/customers")
            photograph(page, f"customers{suffix}")
            page.goto(f"{address}/customers/{CUSTOMER}")
            photograph(page, f"customer{suffix}")
            page.goto(f"{address}/customers/{CUSTOMER}/activity")
            photograph(page, f"activity{suffix}")
        browser.close()


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_frontdesk() as address:
        take_all(address)


if __name__ == "__main__":
    main()
