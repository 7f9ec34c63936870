"""The settings of signing in: good ones are taken, and each bad one is reported under its own name."""

from pathlib import Path

import pytest

from webapp.auth.permissions import Role
from webapp.openid_settings import ROLES
from webapp.settings import Settings, SettingsError, load_settings

GOOD = {
    "OIDC_ISSUER": "https://login.example.com/realms/support/",
    "OIDC_CLIENT_ID": "frontdesk",
    "OIDC_CLIENT_SECRET": "s3cret",
    "OIDC_ROLE_MAP": '{"support": "agent", "leads": "supervisor"}',
}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def _load(**environment: str) -> Settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return load_settings(tmp_path)

    return _load


def test_roles_are_those_of_the_permissions():
    assert list(ROLES) == [role.value for role in Role]


def test_a_provider_is_taken_as_it_is_written(load):
    openid = load(**GOOD, OIDC_ROLE_CLAIM="https://example.com/roles").openid
    assert openid.is_set
    assert openid.issuer == "https://login.example.com/realms/support/"
    assert openid.origin == "https://login.example.com"
    assert (openid.scopes, openid.role_claim) == ("openid profile email", "https://example.com/roles")
    assert openid.role_map == {"support": "agent", "leads": "supervisor"}


def test_without_an_issuer_there_is_no_provider(load):
    assert not load().openid.is_set


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_ISSUER", "http://login.example.com"),
        ("OIDC_ISSUER", "login.example.com"),
        ("OIDC_ISSUER", "https://login.example.com?tenant=1"),
        ("OIDC_ISSUER", ""),
        ("OIDC_CLIENT_ID", ""),
        ("OIDC_CLIENT_SECRET", ""),
        ("OIDC_SCOPES", "profile email"),
        ("OIDC_ROLE_MAP", "{}"),
        ("OIDC_ROLE_MAP", "support=agent"),
        ("OIDC_ROLE_MAP", '["agent"]'),
        ("OIDC_ROLE_MAP", '{"support": "boss"}'),
        ("OIDC_ROLE_MAP", '{"support": ["agent"]}'),
        ("SESSION_IDLE_MINUTES", "0"),
        ("SESSION_HOURS", "a while"),
        ("TRUSTED_PROXIES", "-1"),
        ("REDIS_URL", "http://127.0.0.1:6379"),
        ("FRAME_ANCESTORS", "desk.example.com"),
        ("FRAME_ANCESTORS", "https://desk.example.com; script-src *"),
        ("FRAME_ANCESTORS", "*"),
        ("FRAME_ANCESTORS", "http://desk.example.com"),
        ("FRAME_ANCESTORS", "https://desk.example.com/path"),
    ],
)
def test_a_bad_value_is_reported_under_its_own_name_and_no_other(load, name: str, value: str):
    with pytest.raises(SettingsError) as caught:
        load(**{**GOOD, name: value})
    assert set(caught.value.problems) == {name}


def test_the_secret_is_never_shown(load):
    settings = load(**GOOD, REDIS_URL="redis://:s3cret@127.0.0.1/0")
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in str(settings.without_secrets())


def test_help_desks_are_listed_with_spaces_or_commas(load):
    settings = load(FRAME_ANCESTORS="https://desk.example.com, https://*.help.example.com:8443")
    assert settings.frame_ancestors == ("https://desk.example.com", "https://*.help.example.com:8443")
