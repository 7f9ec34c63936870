"""Identifiers as the API gives them: a prefix that tells the kind, then the time or random characters."""

import secrets
import threading
import time
from string import ascii_letters, digits

ALPHANUMERIC = (ascii_letters + digits).encode()
_FROM_BYTE = bytes(ALPHANUMERIC[byte % len(ALPHANUMERIC)] for byte in range(256))

# What happens gets an id that sorts by the time it happened; what there is gets a random one.
RECORDS = frozenset({"ord_", "evcus_", "v-", "r_", "rf_", "rr_", "rrf_", "aa_", "rh_", "pub_", "vtx_", "ms_"})
LENGTHS = {"v_": 32}
NEIGHBOURHOOD = 12  # characters in which neighbouring ids differ

_RECORDS_SINCE = 16_900 * 86_400_000  # milliseconds after 1970: the time that ids count from
_RANDOM_BITS = 30

_latest = 0
_counting = threading.Lock()


def new_identifier(prefix: str) -> str:
    """A fresh id such as `cust_CSnYd37MXmrbS19XCrghjBsv` or `ord_0f1a05f696156bea39`."""
    if prefix in RECORDS:
        return f"{prefix}{_next_number():018x}"
    return prefix + secrets.token_bytes(LENGTHS.get(prefix, 24)).translate(_FROM_BYTE).decode()


def neighbouring_identifiers(prefix: str, count: int) -> list[str]:
    """Fresh ids in ascending order that begin alike, so that an index takes them side by side: for bulk writes."""
    kin = new_identifier(prefix)[:-NEIGHBOURHOOD]
    drawn = secrets.token_bytes(NEIGHBOURHOOD * count).translate(_FROM_BYTE).decode()
    tails = {drawn[start : start + NEIGHBOURHOOD] for start in range(0, len(drawn), NEIGHBOURHOOD)}
    return [kin + tail for tail in sorted(tails)]


def _next_number() -> int:
    """Larger than any before, and made of the milliseconds that have passed and random bits."""
    global _latest  # noqa: PLW0603 -- one sequence for the whole process
    with _counting:
        now = time.time_ns() // 1_000_000 - _RECORDS_SINCE
        _latest = max(_latest + 1, now << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS))
        return _latest
