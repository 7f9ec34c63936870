"""A JSON body and its properties, checked as the API checks them."""

import json
import math
from collections.abc import Collection, Iterable
from typing import Any, NoReturn, TypeVar

from flask import request

from webapp.sandbox import moments
from webapp.sandbox.wire import ApiError, invalid_payload

Kind = TypeVar("Kind")

# Escapes, the first byte of a surrogate in UTF-8, and what only other encodings have: most bodies hold none of them.
_SIGNS_OF_SURROGATES = (rb"\u", b"\xed", b"\0")


def json_body() -> Any:
    """The body's JSON; an empty body is an empty object."""
    raw = request.get_data()
    if not raw.strip():
        return {}
    if request.mimetype and not request.is_json:
        raise ApiError(415, None, f"{request.mimetype} is not supported", message="Unsupported Media Type")
    try:
        value = json.loads(raw, parse_constant=_refuse, parse_float=_finite)
        if any(sign in raw for sign in _SIGNS_OF_SURROGATES):
            json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate is no text and cannot be kept
    except (ValueError, RecursionError) as error:
        reason = "Invalid request payload JSON format"
        raise ApiError(400, "invalid_payload", reason, message=reason) from error
    return value


def _refuse(literal: str) -> NoReturn:
    raise ValueError(literal)


def _finite(literal: str) -> float:
    value = float(literal)
    if not math.isfinite(value):
        raise ValueError(literal)
    return value


class Properties:
    """The properties of an object in a body; each method answers the value or refuses it with a 400.

    A property that was not sent is not there (`in`), which is not the same as null: null passes every check.
    """

    def __init__(self, value: Any, path: str = "") -> None:
        if not isinstance(value, dict):
            raise invalid_payload(f"Property {path} should be an object" if path else "The payload should be an object")
        self._values = value
        self._path = path

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def demand(self, *names: str) -> None:
        """Refuses the body when one of these properties is missing or null."""
        for name in names:
            if self._values.get(name) is None:
                owner = f"Property {self._path}" if self._path else "Payload"
                raise invalid_payload(f"{owner} should have required property '{name}'")

    def raw(self, name: str) -> Any:
        return self._values.get(name)

    def text(self, name: str) -> str | None:
        return self._checked(name, str, "a string")

    def texts(self, names: Iterable[str]) -> dict[str, str | None]:
        """Those of these properties that were sent."""
        sent = {name: self._values[name] for name in names if name in self._values}
        for name, value in sent.items():
            if not isinstance(value, str):
                self.text(name)
        return sent

    def choice(self, name: str, allowed: Collection[str]) -> str | None:
        value = self.text(name)
        if value is not None and value not in allowed:
            raise invalid_payload(f"Property {self._path}.{name} should be one of {', '.join(allowed)}")
        return value

    def flag(self, name: str) -> bool | None:
        return self._checked(name, bool, "a boolean")

    def whole_number(self, name: str, lowest: int | None = None, highest: int | None = None) -> int | None:
        if isinstance(self._values.get(name), bool):
            raise invalid_payload(f"Property {self._path}.{name} should be an integer")
        value = self._checked(name, int, "an integer")
        if value is not None and lowest is not None and value < lowest:
            raise invalid_payload(f"Property {self._path}.{name} cannot be lower than {lowest}")
        if value is not None and highest is not None and value > highest:
            raise invalid_payload(f"Property {self._path}.{name} cannot be higher than {highest}")
        return value

    def number(self, name: str, lowest: float, highest: float) -> float | None:
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not lowest <= value <= highest:
            raise invalid_payload(f"Property {self._path}.{name} should be a number from {lowest} to {highest}")
        return value

    def mapping(self, name: str) -> dict[str, Any] | None:
        return self._checked(name, dict, "an object")

    def items(self, name: str) -> list[Any] | None:
        return self._checked(name, list, "an array")

    def inner(self, name: str) -> "Properties | None":
        value = self.mapping(name)
        return None if value is None else Properties(value, f"{self._path}.{name}")

    def day(self, name: str) -> str | None:
        """A date written `YYYY-MM-DD`."""
        value = self.text(name)
        if value is not None and not moments.is_day(value):
            raise invalid_payload(f"Property {self._path}.{name} should be a date in the format YYYY-MM-DD")
        return value

    def _checked(self, name: str, kind: type[Kind], description: str) -> Kind | None:
        value = self._values.get(name)
        if value is not None and not isinstance(value, kind):
            raise invalid_payload(f"Property {self._path}.{name} should be {description}")
        return value
