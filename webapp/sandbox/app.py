"""The sandbox's Flask app: wiring only."""

import logging

from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException

from webapp.sandbox import control, wire
from webapp.sandbox.authentication import identify, link_holder
from webapp.sandbox.clock import Clock
from webapp.sandbox.database import Database
from webapp.sandbox.faults import Faults
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.jobs.queues import Queues
from webapp.sandbox.limits import Limits
from webapp.sandbox.paths import Identifier, PathSegments
from webapp.sandbox.requests_seen import CONTROL, RequestsSeen
from webapp.sandbox.routes import (
    activity,
    async_actions,
    campaigns,
    consents,
    customer_imports,
    customers,
    downloads,
    exports,
    loyalties,
    metadata_schemas,
    oauth,
    orders,
    publications,
    redeemables,
    redemptions,
    segments,
    validations,
    vouchers,
)
from webapp.sandbox.settings import Settings
from webapp.sandbox.world import World, world

BLUEPRINTS = (
    activity.routes,
    async_actions.routes,
    campaigns.routes,
    consents.routes,
    customer_imports.routes,
    customers.routes,
    downloads.routes,
    exports.routes,
    loyalties.routes,
    metadata_schemas.routes,
    oauth.routes,
    orders.routes,
    publications.routes,
    redeemables.routes,
    redemptions.routes,
    segments.routes,
    validations.routes,
    vouchers.routes,
)

BULK_CALLS = frozenset(
    {
        "customer_imports.import_csv",
        "customer_imports.update_in_bulk",
        "customer_imports.update_metadata_in_bulk",
        "orders.import_orders",
    }
)

logger = logging.getLogger(__name__)


class CompactJson(DefaultJSONProvider):
    ensure_ascii = False
    sort_keys = False
    compact = True


def create_sandbox(database: Database, latency_milliseconds: int = 0) -> Flask:
    """The app over an existing database (webapp/sandbox/seeding.py makes one)."""
    app = Flask(__name__)
    app.json = CompactJson(app)
    app.config["MAX_CONTENT_LENGTH"] = wire.MAXIMUM_PAYLOAD
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False
    app.url_map.converters["identifier"] = Identifier

    faults = Faults(app.wsgi_app, latency_milliseconds)
    requests_seen = RequestsSeen(faults)
    app.wsgi_app = PathSegments(requests_seen)  # type: ignore[method-assign]
    settings = Settings(database)
    clock = Clock(settings)
    queues = Queues(database, settings, clock)
    app.extensions["sandbox"] = World(database, settings, clock, Limits(), faults, requests_seen, queues)

    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(control.routes)
    app.before_request(admit)
    app.after_request(report_limits)
    app.register_error_handler(wire.ApiError, wire.error_answer)
    app.register_error_handler(HTTPException, wire.http_error_answer)
    app.register_error_handler(Exception, unexpected)
    queues.wake()  # work that an earlier process left unfinished
    return app


def admit() -> Response | None:
    """Gives the call its id, then checks who calls and whether they may call now."""
    g.request_id = new_identifier("v-")
    if request.path.startswith(CONTROL):
        return None
    here = world()
    caller = identify(request.path, request.headers) or link_holder(request)
    now = here.clock.now()
    verdict = here.limits.count(
        now, here.settings["rate_limits"], free=caller is None, bulk=request.endpoint in BULK_CALLS
    )
    g.rate_headers = verdict.headers(now)
    if caller is None:
        return wire.unauthorized()
    g.caller = caller
    if verdict.exceeded:
        return wire.too_many_requests()
    return None if caller.may_call(request.path) else wire.error_answer(wire.forbidden())


def report_limits(answer: Response) -> Response:
    """Every answer of the API says where the caller stands; the control plane's answers do not."""
    answer.headers.update(g.get("rate_headers", {}))
    return answer


def unexpected(error: Exception) -> Response:
    logger.error("The sandbox failed", exc_info=error)
    return wire.internal_error()
