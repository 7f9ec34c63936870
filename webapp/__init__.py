"""Frontdesk: a dashboard with which customer-support teams work on the customers of a Voucherify project."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.settings import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Wire up the dashboard. Reads the settings from the environment where none are given (raises SettingsError)."""
    from flask import Flask

    from webapp.audit import init_audit
    from webapp.auth import init_auth
    from webapp.cli import init_commands
    from webapp.customers.views import blueprint as customers
    from webapp.errors import init_errors
    from webapp.health import init_health
    from webapp.home.views import blueprint as home
    from webapp.logs import init_logs
    from webapp.paths import IdentifierConverter, KeepSegments
    from webapp.rendering import init_rendering
    from webapp.security import init_security
    from webapp.service import init_service
    from webapp.settings import load_settings
    from webapp.store.database import open_database

    settings = settings or load_settings()
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.extensions["settings"] = settings
    app.wsgi_app = KeepSegments(app.wsgi_app)  # type: ignore[method-assign]
    app.url_map.converters["identifier"] = IdentifierConverter
    app.url_map.merge_slashes = False

    open_database(settings.database_url)
    init_logs(app)
    init_errors(app)
    init_rendering(app, settings)
    init_service(app, settings)
    init_auth(app, settings)
    init_audit(app, settings)
    init_security(app, settings)
    init_health(app, settings)
    init_commands(app, settings)
    app.register_blueprint(home)
    app.register_blueprint(customers)
    return app
