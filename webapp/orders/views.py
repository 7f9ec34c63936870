"""Orders: list, page, create, change. Importing the modules attaches their views."""

from flask_wtf.csrf import CSRFError

from webapp.orders import change_views, create_views, list_views, page_views
from webapp.orders.blueprint import blueprint
from webapp.orders.writing.pages import keep_what_was_typed

__all__ = ["blueprint", "change_views", "create_views", "list_views", "page_views"]

blueprint.register_error_handler(CSRFError, keep_what_was_typed)
