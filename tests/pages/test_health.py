"""What load balancers and scripts ask."""

import socket
from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import app_for_tests, settings_for_tests
from tests.support.wire import Wire
from webapp import create_app


@pytest.fixture
def unmigrated(tmp_path: Path) -> Flask:
    return create_app(settings_for_tests(tmp_path))


def test_a_process_says_that_it_lives(unmigrated: Flask):
    assert unmigrated.test_client().get("/healthz").json == {"status": "alive"}


def test_it_is_not_ready_before_the_database_is(unmigrated: Flask):
    answer = unmigrated.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["database"] == "needs `flask --app webapp database upgrade`"


def test_the_command_makes_it_ready(unmigrated: Flask):
    result = unmigrated.test_cli_runner().invoke(args=["database", "upgrade"])
    assert (result.exit_code, result.output) == (0, "The database is up to date.\n")
    assert unmigrated.test_client().get("/readyz").status_code == 200


def test_it_is_not_ready_without_a_database(tmp_path: Path):
    app = create_app(settings_for_tests(tmp_path, database_url=f"sqlite:///{tmp_path}"))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["database"]) == (503, "unreachable")


def test_it_is_ready_while_the_api_is_away_and_says_so(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        address = f"http://127.0.0.1:{closed_soon.getsockname()[1]}"
    answer = app_for_tests(tmp_path, voucherify_base_url=address).test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "database": "ready", "api": "unreachable"}


def test_asking_often_costs_the_api_nothing(tmp_path: Path):
    with Wire() as wire:
        client = app_for_tests(tmp_path, voucherify_base_url=wire.url).test_client()
        assert {client.get("/readyz").json["api"] for _ in range(20)} == {"reachable"}
        assert wire.requests == []
        assert wire.connections == 1


def test_the_settings_are_printed_without_secrets(unmigrated: Flask):
    output = unmigrated.test_cli_runner().invoke(args=["settings"]).output
    assert "VOUCHERIFY_BASE_URL=http://127.0.0.1:9\n" in output
    assert "sandbox-app-token" not in output
