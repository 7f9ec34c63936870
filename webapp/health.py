"""Is this process alive, and ready to serve? For load balancers and scripts; no call to the API is spent on it."""

import socket
import time
from threading import Lock
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from webapp.auth.access import public
from webapp.settings import Settings
from webapp.store import migration
from webapp.store.database import engine

blueprint = Blueprint("health", __name__)

CONNECT_TIMEOUT_SECONDS = 1.0
LOOK_AGAIN_AFTER_SECONDS = 10.0


class Reachability:
    """Whether the API's host accepts connections, looked up at most every ten seconds whoever asks how often."""

    def __init__(self, base_url: str) -> None:
        url = urlsplit(base_url)
        self._address = (url.hostname or "", url.port or (443 if url.scheme == "https" else 80))
        self._lock = Lock()
        self._looked_at: float | None = None
        self._reachable = False

    def now(self) -> bool:
        with self._lock:
            if self._looked_at is None or time.monotonic() - self._looked_at > LOOK_AGAIN_AFTER_SECONDS:
                self._reachable = self._look()
                self._looked_at = time.monotonic()
            return self._reachable

    def _look(self) -> bool:
        try:
            socket.create_connection(self._address, CONNECT_TIMEOUT_SECONDS).close()
        except OSError:
            return False
        return True


def init_health(app: Flask, settings: Settings) -> None:
    app.extensions["reachability"] = Reachability(settings.voucherify_base_url)
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """200 when the database answers in the shape this version needs, else 503.

    The API is reported only: while it is away, pages that say so are better than no dashboard.
    """
    database = _database_state()
    api = "reachable" if current_app.extensions["reachability"].now() else "unreachable"
    is_ready = database == "ready"
    answer = jsonify(status="ready" if is_ready else "not ready", database=database, api=api)
    return answer, 200 if is_ready else 503


def _database_state() -> str:
    try:
        return "ready" if migration.is_up_to_date(engine()) else "needs `flask --app webapp database upgrade`"
    except SQLAlchemyError:
        return "unreachable"
