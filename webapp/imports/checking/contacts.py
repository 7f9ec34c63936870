"""E-mail addresses, phone numbers and countries, judged as the profile form judges them.

The libraries behind that take up to a hundred microseconds for a cell. What is certainly fine is therefore found by a
quick look first; for phone numbers this takes the patterns of the library's own numbering plans.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import count, groupby
from operator import itemgetter

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

from webapp.cautions import caution, region_of
from webapp.imports.checking.glances import Glance, by_pattern
from webapp.imports.checking.readings import Reading, unreadable, warning

_RESERVED = "|".join(SPECIAL_USE_DOMAIN_NAMES)
_RESERVED_END = re.compile(rf"\.(?:{_RESERVED})\Z", re.IGNORECASE)
_LABEL = "[A-Za-z0-9]{1,20}+(?:-[A-Za-z0-9]{1,10}+){0,2}+"
USUAL_EMAIL = (
    r"[A-Za-z0-9_][A-Za-z0-9_+-]{0,30}+(?:\.[A-Za-z0-9_+-]{1,15}+){0,2}+"
    rf"@(?:{_LABEL}\.){{1,3}}+(?:com|org|net|[A-Za-z]{{2}}|(?!(?i:{_RESERVED})\0)[A-Za-z]{{3,30}}+)"
)
"""A pattern of addresses that nobody doubts, for a glance: so short that no part of them is too long."""

SUGGESTIONS = 100  # of countries, in one pass: each takes milliseconds
SEPARATORS = " ()-./\N{NO-BREAK SPACE}"
_PLAIN_NUMBER = re.compile(r"[\d(][\d ()./-]*", re.ASCII)
_WITHOUT_PREFIX = caution(("phone",), "555 0100")  # the same for all of them, as long as no country is known
_TYPES = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number", "pager", "uan",
    "voicemail",
)  # fmt: skip


def read_email(text: str) -> Reading:
    try:
        validate_email(_RESERVED_END.sub(".org", text), check_deliverability=False)
    except EmailNotValidError as flaw:
        return unreadable("email", f"This is no e-mail address: {str(flaw).rstrip('.')}.")
    odd = caution(("email",), text) if _RESERVED_END.search(text) else ""
    return Reading(text, (warning("unusual_email", odd),) if odd else ())


def read_phone(text: str) -> Reading:
    odd = _WITHOUT_PREFIX if _PLAIN_NUMBER.fullmatch(text) else caution(("phone",), text)
    return Reading(text, (warning("phone", odd),) if odd else ())


def country_reader() -> Callable[[str], Reading]:
    """A reader that says for the first unknown countries which ones may be meant."""
    unknown = count()

    def read_country(text: str) -> Reading:
        if region_of(text):
            return Reading(text)
        has_time = next(unknown) < SUGGESTIONS
        odd = caution(("address", "country"), text) if has_time else "This is no country we know."
        return Reading(text, (warning("country", odd),))

    return read_country


@cache
def over_phones() -> Glance:
    """A glance: all but the numbers that are given out somewhere, with their country's prefix.

    Making it takes a tenth of a second.
    """
    return by_pattern(given_phone(), without=SEPARATORS)


def given_phone() -> str:
    """A pattern of all numbers that are given out somewhere, without any separators."""
    by_first_digit = groupby(sorted(map(str, COUNTRY_CODE_TO_REGION_CODE)), key=itemgetter(0))
    branches = [
        f"{digit}(?:{'|'.join(f'{prefix[1:]}(?:{_national_patterns(int(prefix))})' for prefix in prefixes)})"
        for digit, prefixes in by_first_digit
    ]
    return rf"\+(?:{'|'.join(branches)})"


def _national_patterns(prefix: int) -> str:
    regions = COUNTRY_CODE_TO_REGION_CODE[prefix]
    plans = [PhoneMetadata.metadata_for_region_or_calling_code(prefix, region) for region in regions]
    kinds = [getattr(plan, name) for plan in plans for name in _TYPES]
    return "|".join({kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern})
