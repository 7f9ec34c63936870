"""The room's blueprint; `views.py` gathers everything that answers on it."""

from flask import Blueprint

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
