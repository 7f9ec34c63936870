"""What the API refused, brought back to the fields it is about. Pure."""

import re
from collections.abc import Iterable

from webapp.editing.inputs import Input
from webapp.voucherify.errors import InvalidRequest

METADATA_REFUSED = "metadata_validation_failed"
PROPERTY = re.compile(r"Property \.([\w.]+)")


def errors_by_field(error: InvalidRequest, inputs: Iterable[Input]) -> dict[str, str]:
    """Sentences by field name for what the error's details name; none where they name no field.

    Metadata problems come as "key: rule, rule (actual value is '…')", several joined by "; ". Others name the
    property: "Property .birthdate should …".
    """
    fields = {".".join(each.path): each.name for each in inputs}
    details = error.details or ""
    if error.key == METADATA_REFUSED:
        return dict(_of_metadata(details, fields))
    return {
        fields[found[1]]: f"Voucherify says: {details}." for found in PROPERTY.finditer(details) if found[1] in fields
    }


def _of_metadata(details: str, fields: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Keys may hold anything, so the problems are found by the keys that are known, the longest first."""
    keys = {path.removeprefix("metadata."): name for path, name in fields.items() if path.startswith("metadata.")}
    known = "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))
    if not known:
        return
    for found in re.finditer(rf"(?:^|; )({known}): (.*?)(?=; (?:{known}): |$)", details, re.DOTALL):
        rules = re.sub(r" \(actual value is '.*'\)$", "", found[2], flags=re.DOTALL)
        yield keys[found[1]], f"Voucherify says: {rules}."
