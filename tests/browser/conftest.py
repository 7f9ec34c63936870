"""A real browser before a real Frontdesk before a real sandbox; whatever the browser complains of fails the test."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.arriving import arrived
from tests.support.app import app_for_tests
from tests.support.sandbox_server import SandboxServer

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WATCH_CSP = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`))"""
PATIENCE_MILLISECONDS = 10_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(QUIET)}


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(customers=120) as server:
        yield server


class KeepAlive(WSGIRequestHandler):
    """Keeps connections open, as the servers do that Frontdesk runs on; a page has a dozen files."""

    protocol_version = "HTTP/1.1"


@pytest.fixture(scope="session")
def base_url(sandbox: SandboxServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Frontdesk answers."""
    app = app_for_tests(tmp_path_factory.mktemp("frontdesk"), voucherify_base_url=sandbox.url)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=KeepAlive)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def signed_in_state(browser: Browser, base_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of an agent, so that only the tests about signing in have to do it."""
    state = tmp_path_factory.mktemp("browser") / "agent.json"
    with browser.new_context(base_url=base_url) as context:
        page = context.new_page()
        page.goto("/auth/sign-in")
        page.get_by_role("button", name="Sign in as agent").click()
        arrived(page, "Who needs help?")
        context.storage_state(path=state)
    return state


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of. A test that provokes a complaint takes it out of the list."""
    return []


@pytest.fixture
def context(context: BrowserContext, complaints: list[str]) -> Iterator[BrowserContext]:
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    context.add_init_script(WATCH_CSP)
    context.on("console", lambda message: complaints.append(message.text) if message.type in LOUD else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    assert not complaints, "\n".join(complaints)


LOUD = {"error", "warning"}


@pytest.fixture
def agent(context: BrowserContext, signed_in_state: Path) -> Page:
    """A page of somebody signed in as an agent."""
    context.set_storage_state(signed_in_state)
    return context.new_page()
