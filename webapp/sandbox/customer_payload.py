"""A customer in a body: the profile fields, checked."""

from typing import Any

from webapp.sandbox.payload import Properties

TEXTS = ("name", "description", "email", "phone")
DAYS = ("birthdate", "birthday")
LINES = ("city", "state", "line_1", "line_2", "country", "postal_code")


def profile(body: Properties) -> dict[str, Any]:
    """The profile fields of a body, checked; only those that were sent."""
    fields: dict[str, Any] = body.texts(TEXTS)
    for name in DAYS:
        if name in body:
            fields[name] = body.day(name)
    if "address" in body:
        address = body.inner("address")
        fields["address"] = None if address is None else address.texts(LINES)
    if "metadata" in body:
        fields["metadata"] = body.mapping("metadata")
    return fields
