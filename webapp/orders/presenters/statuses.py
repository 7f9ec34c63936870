"""What an order's status is called, and what setting it brings about. Pure."""

from dataclasses import dataclass

COUNTING = frozenset({"PAID", "FULFILLED"})


@dataclass(frozen=True)
class Status:
    """A status in words; `tone` is good, warn, bad or "" for none."""

    value: str
    words: str
    tone: str


STATUSES = {
    status.value: status
    for status in (
        Status("CREATED", "placed, not paid", "warn"),
        Status("PAID", "paid", "good"),
        Status("FULFILLED", "fulfilled", "good"),
        Status("CANCELED", "canceled", "bad"),
        Status("PROCESSING", "in processing", ""),
    )
}

EFFECTS = {
    "CREATED": "Counts in no figure of the customer and earns nothing.",
    "PAID": "Counts in the customer's summary, and may fire earning rules and distributions.",
    "FULFILLED": "Counts in the customer's summary as a paid order does, and may fire earning rules and distributions.",
    "CANCELED": "Counts in no figure of the customer. Points it earned may be taken back; vouchers it used stay used.",
}
"""What each status that can be set does, as a sentence for the form."""


def status_of(value: str | None) -> Status:
    """The status in words; one that is not documented is kept as it is."""
    return STATUSES.get(value or "") or Status(value or "", value or "status not known", "")


def consequence(old: str | None, new: str | None) -> str:
    """What a change from one status to another brings about, as a sentence; "" for no change."""
    if new == old or new is None:
        return ""
    if new == "CANCELED" and old in COUNTING:
        return (
            "The order leaves the customer's summary, and points it earned may be taken back. "
            "Vouchers it used stay used: a redemption is rolled back on its own."
        )
    if new in COUNTING and old not in COUNTING:
        return "The order enters the customer's summary, and earning rules and distributions for paid orders may fire."
    if old in COUNTING and new not in COUNTING:
        return "The order leaves the customer's summary. Points it earned stay."
    return EFFECTS.get(new, "")
