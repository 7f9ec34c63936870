"""Every role at every address: the table decides, the server keeps to it, and the docs print it."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.support.app import app_for_tests
from tests.support.page_checks import parse_page
from tests.support.wire import Reply, Wire
from webapp.auth.access import PUBLIC, declaration
from webapp.auth.permissions import ROLE_PERMISSIONS, Permission, Role
from webapp.auth.roles_page import roles_page

DOCS = Path(__file__).resolve().parents[2] / "docs" / "roles.md"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A dashboard behind which every call answers that there is no such thing."""
    with Wire() as wire:
        wire.responds(lambda _: Reply(404, b'{"code": 404, "key": "not_found", "message": "Resource not found"}'))
        yield app_for_tests(tmp_path_factory.mktemp("roles"), voucherify_base_url=wire.url)


def token_in(html: str) -> str:
    fields = [element for element in parse_page(html)[0].iter("input") if element.get("name") == "csrf_token"]
    return fields[0].get("value") or ""


def signed_in(app: Flask, role: Role) -> tuple[FlaskClient, str]:
    """A browser of someone with the role, and the token its forms send."""
    browser = app.test_client()
    page = browser.get("/auth/sign-in").text
    browser.post("/auth/demo", data={"role": role.value, "csrf_token": token_in(page)})
    return browser, token_in(browser.get("/").text)


def address(rule: Rule) -> str:
    """An address of the rule; what it names is nothing there is."""
    return re.sub(r"<(\w+:)?\w+>", lambda part: "1" if part[1] == "int:" else "nothing", rule.rule)


def asked(browser: FlaskClient, token: str, rule: Rule) -> int:
    if "POST" in (rule.methods or set()):
        return browser.post(address(rule), data={"csrf_token": token}).status_code
    return browser.get(address(rule)).status_code


def closed_rules(app: Flask) -> list[Rule]:
    """Every address that is not public; what ends the session comes last."""
    closed = [rule for rule in app.url_map.iter_rules() if declaration(app.view_functions[rule.endpoint]) != PUBLIC]
    return sorted(closed, key=lambda rule: rule.rule == "/auth/sign-out-everywhere")


@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_what_the_table_says_and_nothing_else(app: Flask, role: Role):
    browser, token = signed_in(app, role)
    wrong = []
    for rule in closed_rules(app):
        allowed = Permission(str(declaration(app.view_functions[rule.endpoint]))) in ROLE_PERMISSIONS[role]
        status = asked(browser, token, rule)
        if (status == 403) == allowed or status in {401, 500}:
            wrong.append(f"{rule.endpoint}: {status}")
    assert wrong == []


def test_nobody_gets_anywhere_without_signing_in(app: Flask):
    stranger = app.test_client()
    token = token_in(stranger.get("/auth/sign-in").text)
    for rule in closed_rules(app):
        assert asked(stranger, token, rule) in {302, 303}, rule.endpoint


@pytest.mark.parametrize("role", Role)
def test_no_page_offers_what_its_reader_may_not(app: Flask, role: Role):
    """Links and forms on the pages that open without a customer; those of customers have tests of their own."""
    browser, _ = signed_in(app, role)
    adapter = app.url_map.bind("localhost")
    for rule in closed_rules(app):
        if rule.arguments or "GET" not in (rule.methods or set()):
            continue
        response = browser.get(address(rule))
        if response.status_code != 200 or response.mimetype != "text/html":
            continue
        for method, target in targets(parse_page(response.text)[0]):
            endpoint, _ = adapter.match(target, method=method)
            declared = declaration(app.view_functions[endpoint])
            assert declared == PUBLIC or Permission(str(declared)) in ROLE_PERMISSIONS[role], f"{rule.rule}: {target}"


def targets(document: Element) -> Iterator[tuple[str, str]]:
    """Where the links and forms of a page lead on this site, without their queries."""
    found = [("GET", link.get("href") or "") for link in document.iter("a")]
    found += [((form.get("method") or "get").upper(), form.get("action") or "") for form in document.iter("form")]
    yield from ((method, target.partition("?")[0]) for method, target in found if target.startswith("/"))


def test_the_docs_print_the_table_as_it_is(app: Flask):
    assert DOCS.read_text(encoding="utf-8") == roles_page(app), "flask --app webapp roles > docs/roles.md"
