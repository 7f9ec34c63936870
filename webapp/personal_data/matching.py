"""Whether what a caller says is what is stored, however either is written. Pure."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from webapp.privacy.patterns import digits_of, same_phone
from webapp.voucherify.customer_records import Customer

FIELDS = {
    "email": "E-mail",
    "phone": "Phone",
    "birthdate": "Birthdate",
    "postal_code": "Postal code",
    "city": "City",
    "line_1": "Street and number",
    "name": "Full name",
}
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y")


def matches(customer: Customer, field: str, said: str) -> bool | None:
    """Compare one field of FIELDS with what was said; None when nothing is stored to compare with."""
    stored = _stored(customer, field)
    if not stored:
        return None
    if field == "phone":
        return same_phone(digits_of(stored), digits_of(said))
    if field == "birthdate":
        return _day(said) is not None and _day(said) == _day(stored[:10])
    normalise = NORMALISERS.get(field, _words)
    return bool(normalise(said)) and normalise(stored) == normalise(said)


def _stored(customer: Customer, field: str) -> str:
    value: Any = customer.address.raw.get(field) if field in ("postal_code", "city", "line_1") else None
    return str(value or customer.raw.get(field) or "").strip()


def _words(text: str) -> str:
    """Letters and digits only, without capitals and accents: "Długa 7/3" is "dluga 7 3"."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ß", "ss"))
    return " ".join(re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char))))


def _email(text: str) -> str:
    return text.strip().casefold()


def _without_spaces(text: str) -> str:
    return _words(text).replace(" ", "")


def _day(text: str) -> date | None:
    cleaned = " ".join(text.split()).rstrip(".")
    for spelling in DAY_FORMATS:
        try:
            return datetime.strptime(cleaned, spelling).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


NORMALISERS: dict[str, Callable[[str], str]] = {"email": _email, "postal_code": _without_spaces}
