"""Take the README's pictures: start Frontdesk on free ports with fresh demo data and photograph its main pages.

An import is begun for them, of the trade fair's list that the first page offers, and left at its dry run.
"""

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

from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}
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


def sign_in(page: Page) -> None:
    page.goto("/auth/sign-in")
    page.locator("form[action='/auth/demo'] button[value=agent]").click()
    page.wait_for_url("/")


def take_all(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        page = browser.new_context(viewport=WIDE, base_url=address).new_page()
        sign_in(page)
        photograph(page, "home")
        page.goto("/customers")
        photograph(page, "customers")
        page.goto(f"/customers/{CUSTOMER}")
        photograph(page, "customer")
        photograph_import(page)
        photograph_bulk_edit(page)
        page.goto("/orders")
        page.locator("tbody tr", has_text="paid").filter(has_not_text="none").locator("th a").first.click()
        photograph(page, "order")
        photograph_customer(browser.new_context(viewport=WIDE, color_scheme="dark", base_url=address), "customer-dark")
        photograph_customer(browser.new_context(viewport=NARROW, base_url=address), "customer-narrow")
        browser.close()


def photograph_customer(context: BrowserContext, name: str) -> None:
    page = context.new_page()
    sign_in(page)
    page.goto(f"/customers/{CUSTOMER}")
    photograph(page, name)


def photograph_import(page: Page) -> None:
    """From the list that the first page offers to the dry run."""
    page.goto("/")
    with page.expect_download() as begun:
        page.get_by_role("link", name="trade-fair.csv").click()
    page.goto("/imports/new")
    content = begun.value.path().read_bytes()
    page.set_input_files("input[type=file]", {"name": "trade-fair.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Upload and look at it").click()
    page.get_by_role("button", name="Check every row").click()
    dry_run = page.get_by_role("button", name="Dry run of")
    reload_until_seen(page, dry_run)
    photograph(page, "import-check")
    dry_run.click()
    reload_until_seen(page, page.get_by_role("button", name="Write it"))
    photograph(page, "dry-run")


def photograph_bulk_edit(page: Page) -> None:
    page.goto("/customers")
    for place in (1, 2, 4):
        page.locator("input[name=customer]").nth(place).check()
    page.get_by_role("button", name="Change the selected").click()
    page.get_by_role("group", name="membership_level", exact=True).get_by_label("Set to").check()
    photograph(page, "bulk-edit")


def reload_until_seen(page: Page, wanted: Locator) -> None:
    """Work in the background needs a moment."""
    for _ in range(60):
        page.wait_for_load_state("load")
        if wanted.is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise TimeoutError(page.url)


def main() -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with running_frontdesk() as address:
        take_all(address)


if __name__ == "__main__":
    main()
