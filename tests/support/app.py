"""Frontdesk as the tests run it: real settings, its own database file, any API address."""

from pathlib import Path

from flask import Flask

from webapp import create_app
from webapp.settings import DEMO, SANDBOX_APP_ID, SANDBOX_APP_TOKEN, Settings
from webapp.store import migration
from webapp.store.database import engine

SECRET_KEY = "a secret key that only the tests know"
NOBODY_ANSWERS = "http://127.0.0.1:9"


def settings_for_tests(folder: Path, **changes: object) -> Settings:
    """Demo settings with a database in the folder; `changes` by the fields of Settings."""
    values: dict[str, object] = {
        "environment": DEMO,
        "secret_keys": (SECRET_KEY,),
        "voucherify_base_url": NOBODY_ANSWERS,
        "voucherify_app_id": SANDBOX_APP_ID,
        "voucherify_app_token": SANDBOX_APP_TOKEN,
        "voucherify_timeout": 4.0,
        "database_url": f"sqlite:///{folder / 'frontdesk.sqlite3'}",
        "currency": "EUR",
        "timezone": "Europe/Warsaw",
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


def app_for_tests(folder: Path, **changes: object) -> Flask:
    """A dashboard with a migrated database. Errors become pages, as in production."""
    app = create_app(settings_for_tests(folder, **changes))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    migration.upgrade(engine())
    return app
