"""The blueprint that all views of orders are attached to."""

from flask import Blueprint

blueprint = Blueprint("orders", __name__, url_prefix="/orders")
