"""The first page."""

from io import BytesIO

from flask import Blueprint, abort, current_app, send_file
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.home.tour import TOUR
from webapp.home.trade_fair import ENCODING, FILE_NAME, trade_fair
from webapp.rendering import render

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.CUSTOMERS_READ)
def index() -> Response:
    settings = current_app.extensions["settings"]
    return render("home/page.html", tour=TOUR if settings.shows_demo_data else ())


@blueprint.get("/demo/trade-fair.csv")
@requires(Permission.CUSTOMERS_IMPORT)
def trade_fair_list() -> Response:
    """The list of ticket 9, where there is demo data."""
    if not current_app.extensions["settings"].shows_demo_data:
        abort(404)
    return send_file(
        BytesIO(trade_fair()), f"text/csv; charset={ENCODING}", as_attachment=True, download_name=FILE_NAME
    )
