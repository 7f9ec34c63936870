"""What looks wrong in a contact but would be accepted by the API: told to the agent, never forbidden. Pure."""

from difflib import get_close_matches
from functools import cache

import phonenumbers
from babel import Locale
from email_validator import EmailNotValidError, validate_email

LOCALE = Locale.parse("en_GB")
LANGUAGES = (
    "cs", "da", "de", "es", "et", "fi", "fr", "hr", "hu", "it", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "sk", "sl",
    "sv", "tr", "uk",
)  # fmt: skip
CODE_LENGTH = 2
CLOSE = 0.75  # as "Polnd" is to Poland; "Deutschlnd" is not to Netherlands
ALSO_CALLED = dict.fromkeys(["uk", "great britain", "england", "scotland", "wales"], "GB") | {
    "usa": "US",
    "czech republic": "CZ",
}
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def caution(path: tuple[str, ...], value: object, country: object = None) -> str:
    """A sentence on a new value, or "". `country` is the customer's, as far as known, for numbers without a prefix."""
    if not isinstance(value, str) or not value.strip():
        return ""
    match path:
        case ("email",):
            return _of_email(value)
        case ("phone",):
            return _of_phone(value, region_of(country))
        case ("address", "country"):
            return _of_country(value)
    return ""


def region_of(country: object) -> str | None:
    """The two-letter code of a country given by code or by name, in English or one of LANGUAGES; None if not known."""
    if not isinstance(country, str):
        return None
    given = country.strip()
    if len(given) == CODE_LENGTH and given.upper() in _names().values():
        return given.upper()
    return _names().get(given.casefold()) or _own_names().get(given.casefold())


def _of_email(value: str) -> str:
    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError as error:
        return f"This does not look like an e-mail address: {str(error).rstrip('.')}."
    return ""


def _of_phone(value: str, region: str | None) -> str:
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        if region is None and not value.strip().startswith("+"):
            return "It does not begin with + and a country's prefix, so text messages may not arrive."
        return "This does not look like a phone number."
    if not phonenumbers.is_possible_number(number):
        return "This is too short or too long for a phone number."
    if not phonenumbers.is_valid_number(number):
        return "No such number is given out in that country."
    if not value.strip().startswith("+"):
        whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        return f"It has no country's prefix. With it, it would be {whole}."
    return ""


def _of_country(value: str) -> str:
    if region_of(value):
        return ""
    names = {str(name).casefold(): name for name in LOCALE.territories.values()}
    close = get_close_matches(value.strip().casefold(), names, n=1, cutoff=CLOSE)
    return f"This is no country we know.{f' Did you mean {names[close[0]]}?' if close else ''}"


@cache
def _names() -> dict[str, str]:
    """Countries' codes by their English names, in small letters."""
    return {
        str(name).casefold(): str(code)
        for code, name in LOCALE.territories.items()
        if len(str(code)) == CODE_LENGTH and str(code).isalpha() and code not in NO_COUNTRIES
    } | ALSO_CALLED


@cache
def _own_names() -> dict[str, str]:
    """Countries' codes by what they are called in other languages, in small letters.

    Reading these takes a quarter of a second, so it waits for a name that is not English.
    """
    codes = set(_names().values())
    return {
        str(name).casefold(): str(code)
        for language in LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code in codes
    }
