"""What personal data looks like. Pure."""

import re

EMAIL = re.compile(r"[^\s@<>\"'(),;:/?=&]+(?:@|%40)[^\s@<>\"'(),;:/?=&]+\.[^\W\d_]{2,}")
PHONE_WITH_PREFIX = re.compile(r"(?<![\w+])\+\d(?:[ ().\-/]{0,2}\d){6,14}(?!\w)")
LOOSE_PHONE = re.compile(r"\(?\d(?:[ ().\-/]{0,2}\d){6,14}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{4}")

# A field of one of these names is masked whatever it holds; words of a name are split at "_", "-", "." and capitals.
PERSONAL_WORDS = frozenset(
    {
        *("email", "mail", "emails", "phone", "phones", "telephone", "tel", "mobile", "msisdn", "whatsapp", "fax"),
        *("birthdate", "birthday", "birth", "born", "dob", "bday"),
        *("address", "addresses", "street", "zip", "zipcode", "postcode", "postal"),
        *("pesel", "ssn", "passport", "iban"),
    }
)
SHORTEST_PHONE = 7
LONGEST_PREFIX = 3
ADDRESS_LINES = ("line_1", "line_2", "postal_code", "city", "state")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def is_personal_name(name: str) -> bool:
    """Whether a field's name says that it holds personal data: "contact_email", "homeAddress", "dob"."""
    words = [word.casefold() for word in _WORDS.findall(name)]
    return any(word in PERSONAL_WORDS for word in words) or "e-mail" in name.casefold()


def digits_of(text: str) -> str:
    """The digits of a phone number without its international prefix's "00" or "+"."""
    return re.sub(r"\D", "", text).removeprefix("00")


def looks_like_phone(text: str) -> bool:
    """Whether a whole text could be a phone number; days are none."""
    return bool(LOOSE_PHONE.fullmatch(text.strip().removeprefix("+"))) and not DAY.fullmatch(text.strip())


def same_phone(one: str, other: str) -> bool:
    """Whether the digits of two numbers are the same but for a country prefix that one of them lacks."""
    shorter, longer = sorted((one.lstrip("0"), other.lstrip("0")), key=len)
    return len(shorter) >= SHORTEST_PHONE and longer.endswith(shorter) and len(longer) - len(shorter) <= LONGEST_PREFIX
