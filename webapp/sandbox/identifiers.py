"""Identifiers as the API gives them: a prefix that tells the kind, then random characters."""

import secrets
from string import ascii_letters, digits

ALPHANUMERIC = (ascii_letters + digits).encode()
_FROM_BYTE = bytes(ALPHANUMERIC[byte % len(ALPHANUMERIC)] for byte in range(256))

HEXADECIMAL = frozenset({"ord_", "evcus_", "v-", "r_", "rf_", "rr_", "rrf_", "aa_", "rh_", "pub_", "vtx_", "ms_"})
LENGTHS = {"v_": 32}
NEIGHBOURHOOD = 12  # characters in which neighbouring ids differ


def new_identifier(prefix: str) -> str:
    """A fresh id such as `cust_CSnYd37MXmrbS19XCrghjBsv` or `ord_0f1a05f696156bea39`."""
    if prefix in HEXADECIMAL:
        return prefix + secrets.token_hex(9)
    return prefix + secrets.token_bytes(LENGTHS.get(prefix, 24)).translate(_FROM_BYTE).decode()


def neighbouring_identifiers(prefix: str, count: int) -> list[str]:
    """Fresh ids in ascending order that begin alike, so that an index takes them side by side: for bulk writes."""
    kin = new_identifier(prefix)[:-NEIGHBOURHOOD]
    tails: set[str] = set()
    while len(tails) < count:
        tails.add(secrets.token_bytes(NEIGHBOURHOOD).translate(_FROM_BYTE).decode())
    return [kin + tail for tail in sorted(tails)]
