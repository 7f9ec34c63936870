"""A customer in a body: the profile fields, checked."""

from typing import Any

from webapp.sandbox.payload import Properties


def profile(body: Properties) -> dict[str, Any]:
    """The profile fields of a body, checked; only those that were sent."""
    fields: dict[str, Any] = {
        name: body.text(name) for name in ("name", "description", "email", "phone") if name in body
    }
    fields |= {name: body.day(name) for name in ("birthdate", "birthday") if name in body}
    if "address" in body:
        address = body.inner("address")
        lines = ("city", "state", "line_1", "line_2", "country", "postal_code")
        fields["address"] = None if address is None else {name: address.text(name) for name in lines if name in address}
    if "metadata" in body:
        fields["metadata"] = body.mapping("metadata")
    return fields
