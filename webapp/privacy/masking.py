"""Masking personal data in JSON: what is left tells that something is there, and not what. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.privacy.patterns import (
    ADDRESS_LINES,
    EMAIL,
    LOOSE_PHONE,
    PHONE_WITH_PREFIX,
    SHORTEST_PHONE,
    digits_of,
    is_personal_name,
    looks_like_phone,
    same_phone,
)

HIDDEN = "•••"
SHORTEST_WITHIN_TEXT = 4
FREE_OBJECTS = frozenset({"metadata", "system_metadata"})
NEVER_PERSONAL = frozenset({"id", "object", "type", "created_at", "updated_at"})
LINKS_TO_PERSONAL_PAGES = frozenset({"cockpit_url", "cockpit_preference_center_url"})
DAY_FORMATS = ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y")


@dataclass(frozen=True)
class Known:
    """The personal data of one customer, to be found again wherever else it stands.

    `texts` are as they are stored, `digits` those of the phone number ("" for none).
    """

    texts: frozenset[str] = frozenset()
    digits: str = ""


def known_of(customer: Mapping[str, Any]) -> Known:
    """Collect a customer object's own personal data."""
    texts = {_text_of(customer.get(name)) for name in ("email", "phone", "birthdate", "birthday")}
    texts |= {spelling for name in ("birthdate", "birthday") for spelling in _spellings(customer.get(name))}
    address = customer.get("address")
    if isinstance(address, Mapping):
        texts |= {_text_of(address.get(line)) for line in ADDRESS_LINES}
    phone = digits_of(str(customer.get("phone") or ""))
    return Known(frozenset(texts - {""}), phone if len(phone) >= SHORTEST_PHONE else "")


def masked(value: Any, known: Known = Known()) -> Any:
    """A copy of a JSON value with the personal data in it masked."""
    return _Mask(known).value("", value)


def is_masked(text: str) -> bool:
    """Whether something in the text has been masked."""
    return HIDDEN in text


def masked_email(text: str) -> str:
    """Keep the first letter and the ending: "a•••@•••.org"."""
    return f"{text[:1]}{HIDDEN}@{HIDDEN}.{text.rpartition('.')[2]}"


class _Mask:
    def __init__(self, known: Known) -> None:
        self.known = known
        self.folded = {text.casefold() for text in known.texts}
        parts = sorted((text for text in known.texts if len(text) >= SHORTEST_WITHIN_TEXT), key=len, reverse=True)
        self.parts = re.compile("|".join(map(re.escape, parts)), re.IGNORECASE) if parts else None

    def value(self, name: str, value: Any, *, is_free: bool = False) -> Any:
        """Mask the value of a field; `is_free` within metadata, where anything may stand."""
        match value:
            case Mapping():
                return self._object(name, value, is_free or name in FREE_OBJECTS)
            case list() | tuple():
                return [self.value(name, item, is_free=is_free) for item in value]
            case str():
                return self._text(name, value, is_free) if value else value
            case bool() | None:
                return value
            case int() | float():
                return HIDDEN if is_personal_name(name) or self._is_known(str(value)) else value
        return value

    def _object(self, name: str, fields: Mapping[str, Any], is_free: bool) -> dict[str, Any]:
        if is_personal_name(name):
            return {line: value if line == "country" else _hidden(value) for line, value in fields.items()}
        return {
            self._within_text(str(field)): (
                self.value(field, value, is_free=is_free)
                if is_free or isinstance(value, Mapping | list) or field not in NEVER_PERSONAL
                else value
            )
            for field, value in fields.items()
        }

    def _text(self, name: str, text: str, is_free: bool) -> str:
        if name in LINKS_TO_PERSONAL_PAGES:
            return HIDDEN
        if EMAIL.fullmatch(text.strip()):
            return masked_email(text.strip())
        if is_personal_name(name) or self._is_known(text) or (is_free and looks_like_phone(text)):
            return HIDDEN
        return self._within_text(text)

    def _is_known(self, text: str) -> bool:
        return text.strip().casefold() in self.folded or (looks_like_phone(text) and self._is_known_phone(text))

    def _is_known_phone(self, text: str) -> bool:
        return bool(self.known.digits) and same_phone(digits_of(text), self.known.digits)

    def _within_text(self, text: str) -> str:
        text = EMAIL.sub(lambda found: masked_email(found[0]), text)
        text = PHONE_WITH_PREFIX.sub(HIDDEN, text)
        if self.known.digits:
            text = LOOSE_PHONE.sub(lambda found: HIDDEN if self._is_known_phone(found[0]) else found[0], text)
        return self.parts.sub(HIDDEN, text) if self.parts else text


def _hidden(value: Any) -> Any:
    """Whatever it is, that it is there is all that may be told."""
    return value if value is None or value == "" else HIDDEN


def _text_of(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _spellings(value: Any) -> Iterator[str]:
    """A day in the ways people and programs write it."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return
    yield from (day.strftime(spelling) for spelling in DAY_FORMATS)
