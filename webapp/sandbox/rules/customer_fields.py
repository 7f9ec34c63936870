"""The fields of a customer that segments and exports filter by: an expression over a row of `customers` for each."""

from webapp.sandbox.rules.filters.fields import Field, column, in_document, stamp
from webapp.sandbox.rules.filters.sql import Sql

_PUBLICATIONS = Sql("(SELECT * FROM publications WHERE customer_id = customers.id) AS publication")
_FIXED: dict[str, Field] = {
    "id": column("customers.id"),
    "source_id": column("customers.source_id"),
    "created_at": stamp("customers.created_at"),
    "updated_at": stamp("customers.updated_at"),
    **{name: in_document([name]) for name in ("name", "email", "phone", "description")},
    **{name: in_document([name], yearly=True) for name in ("birthdate", "birthday")},
    "city": in_document(["address", "city"]),
    "publications.created_at": stamp("publication.created_at", _PUBLICATIONS),
    "publications.related_object_id": column("json_extract(publication.document, '$.voucher.id')", _PUBLICATIONS),
}
_PROFILE = ("metadata", "address", "system_metadata")
_FIGURES = ("summary", "loyalty", "referrals")


def field(name: str) -> Field | None:
    """The field with this name, such as `email`, `metadata.level` or `summary.orders.total_amount`.

    A dot goes one object deeper (`metadata.preferences.topics`); a campaign's name may hold dots of its own, as in
    `loyalty.campaigns.Club 2.0.points`, which is also spelled `loyalty_points.campaigns.Club 2.0.points`.
    """
    if name in _FIXED:
        return _FIXED[name]
    first, *rest = name.split(".")
    if not all(rest):
        return None
    if first == "loyalty_tier":
        return in_document(["loyalty", "campaigns", ".".join(rest), "loyalty_tier"], "shown_figures") if rest else None
    if first == "loyalty_points":
        first, rest = "loyalty", rest or ["points"]
    if not rest:
        return None
    if first == "loyalty" and rest[0] == "campaigns" and len(rest) > 2:
        rest = ["campaigns", ".".join(rest[1:-1]), rest[-1]]
    if first in _PROFILE:
        return in_document([first, *rest])
    return in_document([first, *rest], "shown_figures") if first in _FIGURES else None
