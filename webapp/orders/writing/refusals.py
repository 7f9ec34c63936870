"""What the API refused, brought back to the fields it is about. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from webapp.orders.writing.items import ItemRow
from webapp.voucherify.errors import Conflict, InvalidRequest

METADATA_REFUSED = "metadata_validation_failed"
PROPERTY = re.compile(r"Property \.([\w.\[\]]+)")
OF_AN_ITEM = re.compile(r"items\[(\d+)\]\.(\w+)")
PARTS = {"quantity": "quantity", "price": "price"}
FIELDS = {"amount", "discount_amount", "source_id", "status", "items"}
TAKEN = "Another order has this source id already."


def errors_by_field(
    error: InvalidRequest | Conflict, rows: Sequence[ItemRow], metadata_names: dict[str, str]
) -> dict[str, str]:
    """Sentences by name of a form field for what the error names; none where it names no field.

    `metadata_names` are the names of form fields by metadata key. Items are named by their place among those sent.
    """
    if isinstance(error, Conflict):
        return {"source_id": TAKEN}
    details = error.details or ""
    if error.key == METADATA_REFUSED:
        return dict(_of_metadata(details, metadata_names))
    return dict.fromkeys(_named(details, rows), f"Voucherify says: {details}.")


def _named(details: str, rows: Sequence[ItemRow]) -> Iterator[str]:
    sent = [row for row in rows if not row.is_empty]
    for found in PROPERTY.finditer(details):
        if of_item := OF_AN_ITEM.match(found[1]):
            place = int(of_item[1])
            if place < len(sent):
                yield f"item-{sent[place].row}-{PARTS.get(of_item[2], 'name')}"
        elif found[1] in FIELDS:
            yield found[1]


def _of_metadata(details: str, names: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Problems come as "key: rule, rule (actual value is '…')", several joined by "; ". Keys may hold anything, so
    they are found by those that are known, the longest first.
    """
    known = "|".join(re.escape(key) for key in sorted(names, key=len, reverse=True))
    if not known:
        return
    for found in re.finditer(rf"(?:^|; )({known}): (.*?)(?=; (?:{known}): |$)", details, re.DOTALL):
        rules = re.sub(r" \(actual value is '.*'\)$", "", found[2], flags=re.DOTALL)
        yield names[found[1]], f"Voucherify says: {rules}."
