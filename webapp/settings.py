"""Frontdesk's settings: read once from the environment, checked together, frozen.

Every problem is reported at once, by the name of its variable and never with a secret in the message.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from click import ClickException
from environs import Env, EnvValidationError, ValidationError, validate
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from webapp.openid_settings import NO_OPENID, OpenIDSettings, openid_problems, read_openid_settings
from webapp.secret_key import secret_key_of_this_installation

DEMO = "demo"
PRODUCTION = "production"
AUTH_BY_KEYS = "keys"
AUTH_BY_OAUTH = "oauth"
SANDBOX_APP_ID = "sandbox-app-id"
SANDBOX_APP_TOKEN = "sandbox-app-token"  # noqa: S105 - published: it opens nothing but the sandbox
SANDBOX_PORT = 5001
SHORTEST_SECRET_KEY = 32

VAR = Path(__file__).resolve().parent.parent / "var"


class SettingsError(ClickException):
    """The environment does not make a working Frontdesk. Flask's commands print it without a stack trace."""

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        self.problems = problems
        lines = [f"  {name}: {problem}" for name in sorted(problems) for problem in problems[name]]
        super().__init__("\n".join(["Frontdesk cannot start with these settings:", *lines]))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the environment says, checked.

    `voucherify_timeout` is in seconds, `panel_deadline_ms` how long the customer page waits for its parts once the
    customer is read; `currency` is an ISO 4217 code, or empty for amounts without one;
    `audit_retention_days` is 0 for ever, and without `audit_keys` the secret keys seal the audit trail.
    `frame_ancestors` are the origins that may show Frontdesk in a frame; `sign_in_contact` says whom to ask for access.
    """

    environment: str
    secret_keys: tuple[str, ...] = field(repr=False)
    voucherify_base_url: str
    voucherify_app_id: str = field(repr=False)
    voucherify_app_token: str = field(repr=False)
    voucherify_timeout: float = 10.0
    voucherify_auth: str = AUTH_BY_KEYS
    panel_deadline_ms: int = 250
    database_url: str = field(repr=False)
    currency: str = ""
    timezone: str = "UTC"
    port: int = 5000
    web_concurrency: int = 2
    web_threads: int = 16
    sandbox_port: int = SANDBOX_PORT
    audit_keys: tuple[str, ...] = field(default=(), repr=False)
    audit_retention_days: int = 0
    openid: OpenIDSettings = NO_OPENID
    sign_in_contact: str = ""
    session_idle_minutes: int = 30
    session_hours: int = 12
    redis_url: str = field(default="", repr=False)
    import_needs_second_person: bool = False
    import_retention_days: int = 30
    trusted_proxies: int = 0
    frame_ancestors: tuple[str, ...] = ()

    @property
    def is_demo(self) -> bool:
        return self.environment == DEMO

    @property
    def shows_demo_data(self) -> bool:
        """Whether the API behind this dashboard is the sandbox."""
        return self.voucherify_app_id == SANDBOX_APP_ID

    def without_secrets(self) -> dict[str, str]:
        """The settings in effect by the name of their variable, fit to be printed."""
        return {
            "FRONTDESK_ENV": self.environment,
            "SECRET_KEY": f"({len(self.secret_keys)} set)",
            "VOUCHERIFY_BASE_URL": self.voucherify_base_url,
            "VOUCHERIFY_APP_ID": "(the sandbox's)" if self.shows_demo_data else "(set)",
            "VOUCHERIFY_APP_TOKEN": "(set)",
            "VOUCHERIFY_TIMEOUT": f"{self.voucherify_timeout:g}",
            "VOUCHERIFY_AUTH": self.voucherify_auth,
            "PANEL_DEADLINE_MS": str(self.panel_deadline_ms),
            "DATABASE_URL": make_url(self.database_url).render_as_string(hide_password=True),
            "CURRENCY": self.currency or "(none)",
            "TIMEZONE": self.timezone,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(self.web_concurrency),
            "WEB_THREADS": str(self.web_threads),
            "SANDBOX_PORT": str(self.sandbox_port),
            "AUDIT_KEY": f"({len(self.audit_keys)} set)" if self.audit_keys else "(the same as SECRET_KEY)",
            "AUDIT_RETENTION_DAYS": str(self.audit_retention_days),
            **self.openid.without_secrets(),
            "SIGN_IN_CONTACT": self.sign_in_contact or "(none)",
            "SESSION_IDLE_MINUTES": str(self.session_idle_minutes),
            "SESSION_HOURS": str(self.session_hours),
            "REDIS_URL": "(set)" if self.redis_url else "(none)",
            "IMPORT_NEEDS_SECOND_PERSON": "yes" if self.import_needs_second_person else "no",
            "IMPORT_RETENTION_DAYS": str(self.import_retention_days),
            "TRUSTED_PROXIES": str(self.trusted_proxies),
            "FRAME_ANCESTORS": " ".join(self.frame_ancestors) or "(none)",
        }


def load_settings(var: Path = VAR) -> Settings:
    """Read the environment. `var` is the folder for what this installation keeps: its database and demo secret.

    Raises SettingsError, which lists everything that is wrong.
    """
    env = Env(eager=False)
    a_port = validate.Range(1, 65535)
    # An invalid value reads as None and is reported at the end; until then its default stands in for it.
    environment = env.str("FRONTDESK_ENV", DEMO, validate=validate.OneOf([DEMO, PRODUCTION])) or DEMO
    sandbox_port = env.int("SANDBOX_PORT", SANDBOX_PORT, validate=a_port) or SANDBOX_PORT
    base_url = env.str("VOUCHERIFY_BASE_URL", "")
    app_id = env.str("VOUCHERIFY_APP_ID", "")
    app_token = env.str("VOUCHERIFY_APP_TOKEN", "")
    if environment == DEMO:
        base_url = base_url or f"http://127.0.0.1:{sandbox_port}"
        if _is_loopback(base_url):
            app_id, app_token = app_id or SANDBOX_APP_ID, app_token or SANDBOX_APP_TOKEN
    settings = Settings(
        environment=environment,
        secret_keys=_keys(env.str("SECRET_KEY", "")),
        voucherify_base_url=base_url.rstrip("/"),
        voucherify_app_id=app_id,
        voucherify_app_token=app_token,
        voucherify_timeout=env.float("VOUCHERIFY_TIMEOUT", 10.0, validate=validate.Range(0.1, 180)),
        voucherify_auth=env.str(
            "VOUCHERIFY_AUTH", AUTH_BY_KEYS, validate=validate.OneOf([AUTH_BY_KEYS, AUTH_BY_OAUTH])
        ),
        panel_deadline_ms=env.int("PANEL_DEADLINE_MS", 250, validate=validate.Range(0, 10_000)),
        database_url=env.str("DATABASE_URL", "", validate=_check_database_url)
        or f"sqlite:///{var / 'frontdesk.sqlite3'}",
        currency=env.str("CURRENCY", "", validate=_check_currency),
        timezone=env.str("TIMEZONE", "UTC", validate=_check_timezone),
        port=env.int("PORT", 5000, validate=a_port),
        web_concurrency=env.int("WEB_CONCURRENCY", 2, validate=validate.Range(1, 64)),
        web_threads=env.int("WEB_THREADS", 16, validate=validate.Range(1, 256)),
        sandbox_port=sandbox_port,
        audit_keys=_keys(env.str("AUDIT_KEY", "")),
        audit_retention_days=env.int("AUDIT_RETENTION_DAYS", 0, validate=validate.Range(0, 36_500)),
        openid=read_openid_settings(env),
        sign_in_contact=env.str("SIGN_IN_CONTACT", ""),
        session_idle_minutes=env.int("SESSION_IDLE_MINUTES", 30, validate=validate.Range(1, 24 * 60)),
        session_hours=env.int("SESSION_HOURS", 12, validate=validate.Range(1, 7 * 24)),
        redis_url=env.str("REDIS_URL", "", validate=_check_redis_url),
        import_needs_second_person=env.bool("IMPORT_NEEDS_SECOND_PERSON", False),
        import_retention_days=env.int("IMPORT_RETENTION_DAYS", 30, validate=validate.Range(1, 3_650)),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0, 10)),
        frame_ancestors=tuple(env.str("FRAME_ANCESTORS", "").replace(",", " ").split()),
    )
    problems = _problems_of_each(env)
    for name, problem in _problems_together(settings):
        problems.setdefault(name, []).append(problem)
    if problems:
        raise SettingsError(problems)
    if not settings.secret_keys:
        return replace(settings, secret_keys=(secret_key_of_this_installation(var),))
    return settings


def _keys(text: str) -> tuple[str, ...]:
    """The keys of a comma-separated list, newest first."""
    return tuple(key.strip() for key in text.split(",") if key.strip())


def _problems_of_each(env: Env) -> dict[str, list[str]]:
    try:
        env.seal()
    except EnvValidationError as error:
        by_name = cast("Mapping[str, list[str]]", error.error_messages)
        return {name: list(problems) for name, problems in by_name.items()}
    return {}


def _problems_together(settings: Settings) -> Iterator[tuple[str, str]]:
    """What is wrong with one setting in the light of the others, as (variable, problem)."""
    for name, value in {
        "VOUCHERIFY_BASE_URL": settings.voucherify_base_url,
        "VOUCHERIFY_APP_ID": settings.voucherify_app_id,
        "VOUCHERIFY_APP_TOKEN": settings.voucherify_app_token,
    }.items():
        if not value:
            yield name, "Must be set; only the sandbox needs none."
        elif not value.isascii() or not value.isprintable() or " " in value:
            yield name, "Holds a character that does not belong there."
    if settings.voucherify_base_url and (problem := _problem_of_base_url(settings.voucherify_base_url)):
        yield "VOUCHERIFY_BASE_URL", problem
    yield from openid_problems(settings.openid, _problem_of_base_url)
    if not all(_is_origin(origin) for origin in settings.frame_ancestors):
        yield "FRAME_ANCESTORS", "Must be origins such as https://desk.example.com, with spaces between them."
    if settings.environment == PRODUCTION:
        yield from _problems_in_production(settings)


def _problems_in_production(settings: Settings) -> Iterator[tuple[str, str]]:
    if not settings.secret_keys:
        yield "SECRET_KEY", "Must be set in production."
    elif any(len(key) < SHORTEST_SECRET_KEY for key in settings.secret_keys):
        yield "SECRET_KEY", f"Each key must have at least {SHORTEST_SECRET_KEY} characters."
    if any(len(key) < SHORTEST_SECRET_KEY for key in settings.audit_keys):
        yield "AUDIT_KEY", f"Each key must have at least {SHORTEST_SECRET_KEY} characters."
    if settings.voucherify_app_id == SANDBOX_APP_ID:
        yield "VOUCHERIFY_APP_ID", "The sandbox's key is not for production."
    if settings.voucherify_app_token == SANDBOX_APP_TOKEN:
        yield "VOUCHERIFY_APP_TOKEN", "The sandbox's key is not for production."
    if _is_loopback(settings.voucherify_base_url) and settings.voucherify_base_url.endswith(
        f":{settings.sandbox_port}"
    ):
        yield "VOUCHERIFY_BASE_URL", "The sandbox is not for production."


def _problem_of_base_url(base_url: str) -> str | None:
    try:
        url = urlsplit(base_url)
        complete = url.scheme in {"http", "https"} and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        complete = False
    if not complete:
        return "Not an address such as https://api.example.com."
    if url.username or url.query or url.fragment:
        return "Must be a bare address, without user, query or fragment."
    if url.scheme == "http" and not _is_loopback(base_url):
        return "Must begin with https://, as the keys travel with every call."
    return None


def _is_origin(text: str) -> bool:
    """Whether a text is an origin that may stand in a Content-Security-Policy, and nothing more."""
    return re.fullmatch(r"(https://(\*\.)?[a-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:\d{1,5})?", text) is not None


def _is_loopback(base_url: str) -> bool:
    try:
        hostname = urlsplit(base_url).hostname or ""
        return hostname == "localhost" or ip_address(hostname).is_loopback
    except ValueError:
        return False


def _check_database_url(text: str) -> None:
    try:
        known = not text or make_url(text).get_backend_name() in {"sqlite", "postgresql"}
    except ArgumentError:
        known = False
    if not known:
        raise ValidationError("Must be a SQLAlchemy address that begins with sqlite: or postgresql+psycopg:.")


def _check_redis_url(text: str) -> None:
    if text and urlsplit(text).scheme not in {"redis", "rediss"}:
        raise ValidationError("Must begin with redis:// or rediss://.")


def _check_currency(text: str) -> None:
    if text and text not in list_currencies():
        raise ValidationError("Not an ISO 4217 currency code such as EUR.")


def _check_timezone(text: str) -> None:
    if text not in available_timezones():
        raise ValidationError("Not an IANA time zone such as Europe/Warsaw.")
