"""Query parameters, checked as the API checks them.

A parameter sent empty counts as not sent; a repeated one counts once, the first time.
"""

import re
from collections.abc import Collection

from flask import request

from webapp.sandbox import moments
from webapp.sandbox.wire import invalid_query


def text(name: str) -> str | None:
    return request.args.get(name) or None


def several(name: str) -> list[str]:
    """The values of `name` repeated, or numbered as `name[0]`."""
    given = [value for key, value in request.args.items(multi=True) if re.fullmatch(rf"{name}(\[\d*\])?", key)]
    return [value for value in given if value]


def whole_number(name: str, lowest: int, highest: int, default: int) -> int:
    given = text(name)
    if given is None:
        return default
    try:
        value = int(given) if given.isascii() and len(given) <= 18 else None
    except ValueError:
        value = None
    if value is None:
        raise invalid_query(f"Property .{name} should be an integer")
    if value < lowest:
        raise invalid_query(f"Property .{name} cannot be lower than {lowest}")
    if value > highest:
        raise invalid_query(f"Property .{name} cannot be higher than {highest}")
    return value


def limit() -> int:
    return whole_number("limit", 1, 100, default=10)


def page(highest: int) -> int:
    return whole_number("page", 1, highest, default=1)


def choice(name: str, allowed: Collection[str]) -> str | None:
    given = text(name)
    if given is not None and given not in allowed:
        raise invalid_query(f"Property .{name} should be one of {', '.join(allowed)}")
    return given


def moment(name: str) -> str | None:
    """A date or date-time, in the form in which time stamps are stored."""
    given = text(name)
    if given is None:
        return None
    try:
        return moments.written(moments.read(given))
    except ValueError as error:
        raise invalid_query(f"Property .{name} cannot be recognized as a ISO-8601 compliant date") from error
