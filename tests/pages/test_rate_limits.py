"""Signing in and looking up may be done often, but not without end; in one process or, through Redis, in many."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.page_client import PageClient
from webapp.auth.access import public
from webapp.rate_limits import limiter

LIMIT = 60
LOOKUP_LIMIT = 240
VERIFICATION_LIMIT = 10


def with_guessing(app: Flask) -> Flask:
    """An app in which the address /guess may be asked for three times a minute."""

    @app.get("/guess")
    @public
    @limiter.limit("3 per minute")
    def guess() -> str:
        return "no"

    return app


def statuses(app: Flask, times: int, **options) -> list[int]:
    client = app.test_client()
    return [client.get("/guess", **options).status_code for _ in range(times)]


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("there is no redis-server on this machine")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(10)


def test_too_many_sign_ins_are_stopped_with_a_page_that_says_until_when(tmp_path: Path):
    client = PageClient(app_for_tests(tmp_path))
    for _ in range(LIMIT):
        client.get("/auth/sign-in")
    page = client.get("/auth/sign-in", 429)
    assert page.heading == "Too often in a short time"
    assert 1 <= int(page.headers["Retry-After"]) <= 60
    assert f"Try again in {page.headers['Retry-After']} second" in page.text


def test_looking_up_is_counted_for_each_person(tmp_path: Path):
    app = app_for_tests(tmp_path)
    busy, other = PageClient(app), PageClient(app)
    busy.sign_in("agent")
    other.sign_in("viewer")
    statuses_of_busy = {busy.http.get("/lookup").status_code for _ in range(LOOKUP_LIMIT)}
    assert 429 not in statuses_of_busy
    assert busy.http.get("/lookup").status_code == 429
    assert other.http.get("/lookup").status_code != 429


def test_a_form_with_a_bad_token_counts_too(tmp_path: Path):
    browser = app_for_tests(tmp_path).test_client()
    statuses_of_demo = [browser.post("/auth/demo", data={"role": "admin"}).status_code for _ in range(LIMIT + 1)]
    assert statuses_of_demo == [400] * LIMIT + [429]


def test_a_look_up_with_a_bad_token_counts_too(tmp_path: Path):
    client = PageClient(app_for_tests(tmp_path))
    client.sign_in("agent")
    statuses_of_lookup = {client.http.post("/lookup", data={"q": "x"}).status_code for _ in range(LOOKUP_LIMIT)}
    assert statuses_of_lookup == {400}
    assert client.http.post("/lookup", data={"q": "x"}).status_code == 429


def test_checking_callers_is_counted_over_all_customers(tmp_path: Path):
    client = PageClient(app_for_tests(tmp_path))
    client.sign_in("viewer")
    addresses = [f"/customers/cust_{number}/verify" for number in range(VERIFICATION_LIMIT + 1)]
    statuses_of_verify = [client.http.post(address, data={"said": "x"}).status_code for address in addresses]
    assert statuses_of_verify == [400] * VERIFICATION_LIMIT + [429]


@pytest.mark.parametrize("address", ["/auth/start", "/auth/callback"])
def test_each_step_of_signing_in_is_counted(tmp_path: Path, address: str):
    browser = app_for_tests(tmp_path).test_client()
    assert 429 not in {browser.get(address).status_code for _ in range(LIMIT)}
    assert browser.get(address).status_code == 429


def test_a_search_for_customers_counts_as_a_look_up(tmp_path: Path):
    client = PageClient(app_for_tests(tmp_path))
    client.sign_in("agent")
    for _ in range(LOOKUP_LIMIT):
        client.http.post("/lookup", data={"q": "x"})
    assert client.http.post("/customers/search", data={"q": "x"}).status_code == 429


def test_each_address_has_its_own_count(tmp_path: Path):
    app = with_guessing(app_for_tests(tmp_path))
    assert statuses(app, 4) == [200, 200, 200, 429]
    assert statuses(app, 1, environ_base={"REMOTE_ADDR": "192.0.2.7"}) == [200]


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 200)])
def test_the_address_is_the_proxys_word_only_where_a_proxy_is_trusted(tmp_path: Path, proxies: int, last: int):
    app = with_guessing(app_for_tests(tmp_path, trusted_proxies=proxies))
    statuses(app, 3, headers={"X-Forwarded-For": "198.51.100.1"})
    assert statuses(app, 1, headers={"X-Forwarded-For": "198.51.100.2"}) == [last]


def test_a_browser_cannot_choose_its_address_behind_a_proxy(tmp_path: Path):
    app = with_guessing(app_for_tests(tmp_path, trusted_proxies=1))
    for number in range(3):
        statuses(app, 1, headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.1"})
    assert statuses(app, 1, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.1"}) == [429]


def test_with_redis_all_processes_count_together(tmp_path: Path, redis_url: str):
    assert statuses(with_guessing(app_for_tests(tmp_path / "one", redis_url=redis_url)), 2) == [200, 200]
    assert statuses(with_guessing(app_for_tests(tmp_path / "two", redis_url=redis_url)), 2) == [200, 429]


def test_without_redis_each_process_counts_for_itself_and_goes_on(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    app = with_guessing(app_for_tests(tmp_path, redis_url=f"redis://127.0.0.1:{port}/0"))
    assert statuses(app, 4) == [200, 200, 200, 429]
