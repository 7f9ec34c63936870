"""The currency in which this installation's amounts are typed."""

from flask import current_app

from webapp.money import Money


def money() -> Money:
    """How amounts are typed here; plain amounts where no currency is set."""
    return Money(current_app.extensions["settings"].currency or None)
