"""Frontdesk: a dashboard with which customer-support teams work on the customers of a Voucherify project."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.settings import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Wire up the dashboard. Reads the settings from the environment where none are given (raises SettingsError)."""
    from flask import Flask

    from webapp.activity.views import blueprint as activity
    from webapp.audit import init_audit
    from webapp.auth import init_auth
    from webapp.bulk.views import blueprint as bulk
    from webapp.changesets.views import blueprint as changesets
    from webapp.cli import init_commands
    from webapp.consents.views import blueprint as consents
    from webapp.customer_orders.views import blueprint as customer_orders
    from webapp.customers.members import blueprint as members
    from webapp.customers.views import blueprint as customers
    from webapp.deletion.views import blueprint as deletion
    from webapp.editing.creating import blueprint as creating
    from webapp.editing.views import blueprint as editing
    from webapp.errors import init_errors
    from webapp.exports.views import blueprint as exports
    from webapp.health import init_health
    from webapp.history.undo_views import blueprint as undo
    from webapp.history.views import blueprint as history
    from webapp.home.views import blueprint as home
    from webapp.imports.views import blueprint as imports
    from webapp.jobs import init_jobs
    from webapp.jobs.views import blueprint as jobs
    from webapp.logs import init_logs
    from webapp.lookup.views import blueprint as lookup
    from webapp.order_imports.views import blueprint as order_imports
    from webapp.orders.views import blueprint as orders
    from webapp.paths import IdentifierConverter, KeepSegments, RowNumberConverter
    from webapp.people.views import blueprint as people
    from webapp.personal_data.views import blueprint as personal_data
    from webapp.privacy import init_privacy
    from webapp.rate_limits import init_rate_limits
    from webapp.redeemables.views import blueprint as redeemables
    from webapp.rendering import init_rendering
    from webapp.security import init_security
    from webapp.segments.views import blueprint as segments
    from webapp.service import init_service
    from webapp.settings import load_settings
    from webapp.store.database import open_database
    from webapp.trail.views import blueprint as trail

    settings = settings or load_settings()
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.extensions["settings"] = settings
    app.wsgi_app = KeepSegments(app.wsgi_app)  # type: ignore[method-assign]
    app.url_map.converters.update(identifier=IdentifierConverter, int=RowNumberConverter)
    app.url_map.merge_slashes = False

    open_database(settings.database_url)
    init_logs(app)
    init_errors(app)
    init_rendering(app, settings)
    init_service(app, settings)
    init_auth(app, settings)
    init_rate_limits(app, settings)
    init_audit(app, settings)
    init_privacy(app)
    init_security(app, settings)
    init_health(app, settings)
    init_commands(app, settings)
    init_jobs(app)
    app.register_blueprint(home)
    app.register_blueprint(bulk)
    app.register_blueprint(changesets)
    app.register_blueprint(consents)
    app.register_blueprint(creating)
    app.register_blueprint(customers)
    app.register_blueprint(deletion)
    app.register_blueprint(editing)
    app.register_blueprint(members)
    app.register_blueprint(segments)
    app.register_blueprint(activity)
    app.register_blueprint(redeemables)
    app.register_blueprint(customer_orders)
    app.register_blueprint(exports)
    app.register_blueprint(imports)
    app.register_blueprint(jobs)
    app.register_blueprint(order_imports)
    app.register_blueprint(orders)
    app.register_blueprint(lookup)
    app.register_blueprint(history)
    app.register_blueprint(people)
    app.register_blueprint(personal_data)
    app.register_blueprint(trail)
    app.register_blueprint(undo)
    return app
