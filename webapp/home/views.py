"""The first page."""

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.home.tour import TOUR
from webapp.rendering import render

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.CUSTOMERS_READ)
def index() -> Response:
    settings = current_app.extensions["settings"]
    return render("home/page.html", tour=TOUR if settings.shows_demo_data else ())
