"""The environment becomes settings, or one message that names everything wrong with it."""

import stat
from pathlib import Path

import pytest

from webapp.settings import Settings, SettingsError, load_settings

GOOD_PRODUCTION = {
    "FRONTDESK_ENV": "production",
    "SECRET_KEY": "a" * 40,
    "VOUCHERIFY_BASE_URL": "https://api.voucherify.io",
    "VOUCHERIFY_APP_ID": "id-of-a-project",
    "VOUCHERIFY_APP_TOKEN": "token-of-a-project",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*GOOD_PRODUCTION, "VOUCHERIFY_TIMEOUT", "DATABASE_URL", "CURRENCY", "TIMEZONE", "PORT"]:
        monkeypatch.delenv(name, raising=False)
    for name in ["SANDBOX_PORT", "WEB_CONCURRENCY", "WEB_THREADS"]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def _load(**environment: str) -> Settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return load_settings(tmp_path)

    return _load


def problems(load, **environment: str) -> dict[str, list[str]]:
    with pytest.raises(SettingsError) as caught:
        load(**environment)
    return dict(caught.value.problems)


def test_an_empty_environment_is_the_demo_against_the_sandbox(load, tmp_path: Path):
    settings = load()
    assert settings.is_demo
    assert settings.shows_demo_data
    assert settings.voucherify_base_url == "http://127.0.0.1:5001"
    assert settings.database_url == f"sqlite:///{tmp_path}/frontdesk.sqlite3"
    assert (settings.currency, settings.timezone, settings.port) == ("", "UTC", 5000)


def test_calls_are_signed_by_keys_unless_told(load):
    assert load().voucherify_auth == "keys"
    assert load(VOUCHERIFY_AUTH="oauth").voucherify_auth == "oauth"


def test_the_sandbox_is_looked_for_on_its_port(load):
    assert load(SANDBOX_PORT="6001").voucherify_base_url == "http://127.0.0.1:6001"


def test_the_demo_keeps_one_secret_key_to_itself(load, tmp_path: Path):
    first, second = load(), load()
    assert first.secret_keys == second.secret_keys
    assert len(first.secret_keys[0]) >= 32
    kept = tmp_path / "secret-key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_two_installations_have_different_secret_keys(tmp_path: Path):
    assert load_settings(tmp_path / "one").secret_keys != load_settings(tmp_path / "two").secret_keys


def test_production_takes_good_settings_and_writes_no_secret(load, tmp_path: Path):
    settings = load(**GOOD_PRODUCTION, CURRENCY="EUR", TIMEZONE="Europe/Warsaw")
    assert not settings.is_demo
    assert not settings.shows_demo_data
    assert settings.secret_keys == ("a" * 40,)
    assert not list(tmp_path.iterdir())


def test_secret_keys_are_separated_by_commas_newest_first(load):
    settings = load(**{**GOOD_PRODUCTION, "SECRET_KEY": f"{'n' * 32}, {'o' * 32}"})
    assert settings.secret_keys == ("n" * 32, "o" * 32)


def test_production_refuses_everything_of_the_demo_at_once(load):
    found = problems(
        load,
        FRONTDESK_ENV="production",
        VOUCHERIFY_BASE_URL="http://127.0.0.1:5001",
        VOUCHERIFY_APP_ID="sandbox-app-id",
        VOUCHERIFY_APP_TOKEN="sandbox-app-token",
    )
    assert set(found) == {"SECRET_KEY", "VOUCHERIFY_BASE_URL", "VOUCHERIFY_APP_ID", "VOUCHERIFY_APP_TOKEN"}


@pytest.mark.parametrize("address", ["http://localhost:5001", "http://[::1]:5001/", "http://127.0.0.2:5001"])
def test_production_knows_the_sandbox_by_any_name_of_this_computer(load, address: str):
    assert "VOUCHERIFY_BASE_URL" in problems(load, **{**GOOD_PRODUCTION, "VOUCHERIFY_BASE_URL": address})


def test_production_may_reach_the_api_through_a_proxy_on_its_own_machine(load):
    settings = load(**{**GOOD_PRODUCTION, "VOUCHERIFY_BASE_URL": "http://127.0.0.1:8080"})
    assert settings.voucherify_base_url == "http://127.0.0.1:8080"


@pytest.mark.parametrize("secret", ["", "short", f"{'n' * 32},short"])
def test_production_wants_long_secret_keys(load, secret: str):
    assert set(problems(load, **{**GOOD_PRODUCTION, "SECRET_KEY": secret})) == {"SECRET_KEY"}


@pytest.mark.parametrize(
    "address",
    [
        "http://api.voucherify.io",
        "api.voucherify.io",
        "ftp://api.voucherify.io",
        "https://user:secret@api.voucherify.io",
        "https://api.voucherify.io?x=1",
        "https://api.voucherify.io:70000",
        "https://",
    ],
)
def test_addresses_that_cannot_carry_keys_safely_are_refused(load, address: str):
    found = problems(load, VOUCHERIFY_BASE_URL=address, VOUCHERIFY_APP_ID="id", VOUCHERIFY_APP_TOKEN="token")
    assert set(found) == {"VOUCHERIFY_BASE_URL"}


def test_the_demo_needs_keys_for_a_real_project(load):
    found = problems(load, VOUCHERIFY_BASE_URL="https://api.voucherify.io")
    assert set(found) == {"VOUCHERIFY_APP_ID", "VOUCHERIFY_APP_TOKEN"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FRONTDESK_ENV", "staging"),
        ("VOUCHERIFY_TIMEOUT", "soon"),
        ("VOUCHERIFY_TIMEOUT", "0"),
        ("VOUCHERIFY_AUTH", "basic"),
        ("VOUCHERIFY_APP_TOKEN", "with a space"),
        ("DATABASE_URL", "mysql://localhost/frontdesk"),
        ("DATABASE_URL", "not an address"),
        ("CURRENCY", "euro"),
        ("TIMEZONE", "Warsaw"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("SANDBOX_PORT", "65536"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_THREADS", "many"),
    ],
)
def test_a_bad_value_is_reported_under_its_own_name_and_no_other(load, name: str, value: str):
    assert set(problems(load, **{name: value})) == {name}


def test_all_problems_are_in_one_message(load):
    with pytest.raises(SettingsError) as caught:
        load(FRONTDESK_ENV="production", PORT="x", TIMEZONE="Warsaw")
    message = str(caught.value.message)
    assert all(name in message for name in ["PORT", "TIMEZONE", "SECRET_KEY", "VOUCHERIFY_BASE_URL"])


def test_secrets_are_never_shown(load):
    secrets = {"SECRET_KEY": "s3cret" * 8, "VOUCHERIFY_APP_ID": "id-s3cret", "VOUCHERIFY_APP_TOKEN": "token-s3cret"}
    settings = load(**{**GOOD_PRODUCTION, **secrets, "DATABASE_URL": "postgresql+psycopg://me:s3cret@db/frontdesk"})
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in str(settings.without_secrets())
    with pytest.raises(SettingsError) as caught:
        load(SECRET_KEY="s3cret", VOUCHERIFY_APP_TOKEN="s3cret token", VOUCHERIFY_BASE_URL="http://s3cret@x")
    assert "s3cret" not in str(caught.value)
