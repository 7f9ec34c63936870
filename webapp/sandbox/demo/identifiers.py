"""Identifiers with the API's documented prefixes, the same in every run."""

from hashlib import sha256
from random import Random

from webapp.sandbox.demo.clock import DAY, Moment

_FIRST_RECORD = 16_900 * DAY
_RANDOM_BITS = 30
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_EASY_TO_READ = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def record_id(prefix: str, moment: Moment, rng: Random) -> str:
    """An id such as `ord_0f1a05f696156bea39`: 18 hexadecimal digits that sort by the time they were made."""
    return f"{prefix}{(moment - _FIRST_RECORD) << _RANDOM_BITS | rng.getrandbits(_RANDOM_BITS):018x}"


def random_id(prefix: str, rng: Random, length: int = 24) -> str:
    """An id such as `cust_T849EgzNVVmn5icJ2FAkT2rO`, without an order."""
    return prefix + "".join(rng.choices(_ALPHANUMERIC, k=length))


def fixed_id(prefix: str, name: str) -> str:
    """The id of something that exists in every demo world, whatever its seed."""
    return prefix + sha256(name.encode()).hexdigest()[:24]


def voucher_code(prefix: str, rng: Random) -> str:
    """A code such as `SUMMER-7KQ2MX9T`, without characters that are misread on paper."""
    return prefix + "".join(rng.choices(_EASY_TO_READ, k=8))
