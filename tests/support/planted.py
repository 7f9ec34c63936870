"""Views planted beside the real ones, so that each way of failing can be met on purpose."""

from flask import Blueprint, render_template_string
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.rendering import redirect_after_post
from webapp.service import voucherify

PERSONAL = "anna@example.org"

blueprint = Blueprint("planted", __name__, url_prefix="/planted")

FORM = """
{% extends "layout.html" %}{% block title %}Planted form{% endblock %}
{% block content %}
  <form method="post" action="/planted/write">
    <input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button type="submit">Write</button>
  </form>
{% endblock %}
"""


@blueprint.get("/read/<identifier:customer_id>")
@requires(Permission.CUSTOMERS_READ)
def read(customer_id: str) -> str:
    return f"<p>{voucherify().customers.get(customer_id).id}</p>"


@blueprint.get("/form")
@requires(Permission.CUSTOMERS_READ)
def form() -> str:
    return render_template_string(FORM)


@blueprint.post("/write")
@requires(Permission.CUSTOMERS_READ)
def write() -> Response:
    voucherify().customers.update("cust_1", name="Anna")
    return redirect_after_post("/planted/form")


@blueprint.get("/broken")
@requires(Permission.CUSTOMERS_READ)
def broken() -> str:
    raise KeyError(PERSONAL)


@blueprint.get("/bare")
def bare() -> str:
    return "nobody said who may see this"
