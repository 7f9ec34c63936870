"""What every answer tells the browser, and what none of them leaves behind."""

import json
import logging
from pathlib import Path

import pytest
from flask import Flask, request

from tests.support.app import app_for_tests
from webapp.logs import JsonLines
from webapp.openid_settings import OpenIDSettings
from webapp.settings import PRODUCTION

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
EVERY_KIND_OF_ANSWER = ["/", "/auth/sign-in", "/healthz", "/nowhere", "/static/css/parts.css", "/static/nothing.css"]


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return app_for_tests(tmp_path)


@pytest.mark.parametrize("url", EVERY_KIND_OF_ANSWER)
def test_every_answer_carries_the_policy(app: Flask, url: str):
    headers = app.test_client().get(url, buffered=True).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def policy_of(app: Flask) -> str:
    return app.test_client().get("/auth/sign-in").headers["Content-Security-Policy"]


def test_help_desks_that_are_named_may_show_it_in_a_frame(tmp_path: Path):
    named = ("https://desk.example.com", "https://*.help.example.com")
    policy = policy_of(app_for_tests(tmp_path, frame_ancestors=named))
    assert "frame-ancestors 'self' https://desk.example.com https://*.help.example.com;" in policy


def test_signing_out_may_lead_to_the_provider_and_forms_nowhere_else(tmp_path: Path):
    openid = OpenIDSettings(issuer="https://login.example.com/realms/a", client_id="x", client_secret="x")
    policy = policy_of(app_for_tests(tmp_path, openid=openid))
    assert "form-action 'self' https://login.example.com;" in policy


def test_behind_a_trusted_proxy_requests_count_as_https(tmp_path: Path):
    with app_for_tests(tmp_path, trusted_proxies=1).test_client() as client:
        client.get("/healthz", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"})
        assert (request.scheme, request.host) == ("https", "localhost")


def test_production_insists_on_https(tmp_path: Path):
    headers = app_for_tests(tmp_path, environment=PRODUCTION).test_client().get("/auth/sign-in").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("url", ["/", "/auth/sign-in", "/nowhere", "/healthz", "/static/no.css", "/static/no.css?v=1"])
def test_pages_are_kept_by_nobody(app: Flask, url: str):
    assert app.test_client().get(url).headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_long_under_their_hash(app: Flask):
    with app.test_request_context():
        address = app.jinja_env.globals["asset_url"]("css/parts.css")
    client = app.test_client()
    assert client.get(address, buffered=True).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/css/parts.css", buffered=True).headers["Cache-Control"] == "public, max-age=3600"


def test_a_file_that_is_not_built_yet_breaks_no_page(app: Flask):
    with app.test_request_context():
        assert app.jinja_env.globals["asset_url"]("vendor/nothing.css") == "/static/vendor/nothing.css"


@pytest.mark.parametrize("sent", ["0f1a05f6-9615-6bea-390f-1a05f6961566", "4bf92f3577b34da6a3ce929d0e0e4736"])
def test_a_proxys_request_id_is_taken_over(app: Flask, sent: str):
    assert app.test_client().get("/healthz", headers={"X-Request-Id": sent}).headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["anna@example.org", "short", "a" * 65, '"}\\n{"level": "forged"'])
def test_any_other_request_id_is_replaced(app: Flask, sent: str):
    given = app.test_client().get("/healthz", headers={"X-Request-Id": sent}).headers["X-Request-Id"]
    assert given != sent
    assert len(given) == 36


def test_a_requests_line_names_its_rule_and_nothing_personal(app: Flask, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        answer = app.test_client().get("/customers/anna@example.org?email=anna@example.org")
    lines = [JsonLines().format(record) for record in caplog.records]
    [line] = [json.loads(line) for line in lines]
    assert line["rule"] == "/customers/<identifier:customer_id>"
    assert (line["method"], line["status"]) == ("GET", answer.status_code)
    assert line["correlation_id"] == answer.headers["X-Request-Id"]
    assert not any("anna" in line for line in lines)
