"""The blueprint to which the modules with views attach."""

from flask import Blueprint

blueprint = Blueprint("changesets", __name__, url_prefix="/changes/<int:change_set_id>")
