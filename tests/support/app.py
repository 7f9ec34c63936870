"""Frontdesk as the tests run it: real settings, its own database file, any API address."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests.support import compiled_addresses, compiled_statements
from webapp import create_app
from webapp.settings import DEMO, SANDBOX_APP_ID, SANDBOX_APP_TOKEN, Settings
from webapp.store import migration
from webapp.store.database import engine, open_database

SECRET_KEY = "a secret key that only the tests know"
NOBODY_ANSWERS = "http://127.0.0.1:9"

compiled_addresses.keep()


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
    settings = settings_for_tests(folder, **changes)
    file = folder / "frontdesk.sqlite3"
    is_new_file = settings.database_url == f"sqlite:///{file}" and not file.exists()
    if is_new_file:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_migrated_sqlite())
    app = create_app(settings)
    compiled_statements.share(engine())
    app.config["PROPAGATE_EXCEPTIONS"] = False
    # Every test has an app of its own; compiling the same templates for each would be a third of the time.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    if not is_new_file:
        migration.upgrade(engine())
    return app


@cache
def _migrated_sqlite() -> bytes:
    """A database file as the migrations make it, which take longer than most tests."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "migrated.sqlite3"
        opened = open_database(f"sqlite:///{file}")
        migration.upgrade(opened)
        opened.dispose()
        return file.read_bytes()
