"""What the pages need from the API: exports with who asked for them, and the keys of metadata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.exports.fields import EXPORTABLES, Group, metadata_fields
from webapp.store import exports as requests
from webapp.store.exports import Asked
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import NotFound, VoucherifyError
from webapp.voucherify.export_records import Export
from webapp.voucherify.metadata_schemas import Definition

PAGE_SIZE = 25
NEWEST_FIRST = "-created_at"


@dataclass(frozen=True)
class Offer:
    """What can be chosen for an export. Without `has_schema` the keys of metadata could not be read just now."""

    groups: tuple[Group, ...]
    definitions: Mapping[str, Definition]
    has_schema: bool = True


def page_of_exports(client: Voucherify, number: int) -> tuple[Sequence[tuple[Export, Asked | None]], int]:
    """One page of the project's exports, newest first, and how many there are in all."""
    page = client.exports.list(PAGE_SIZE, number, order=NEWEST_FIRST)
    asked = requests.asked_here([export.id for export in page.items])
    return [(export, asked.get(export.id)) for export in page.items], page.total or len(page.items)


def export_of(client: Voucherify, export_id: str) -> tuple[Export, Asked | None]:
    """One export as it is now. Raises NotFound."""
    export = client.exports.get(export_id)
    return export, requests.asked_here([export.id]).get(export.id)


def offer_of(client: Voucherify, exported_object: str) -> Offer:
    """The columns of a kind of object, with the project's own keys of metadata."""
    groups = EXPORTABLES[exported_object].groups
    try:
        definitions = client.metadata_schemas.get(exported_object).properties
    except NotFound:
        return Offer(groups, {})
    except VoucherifyError:
        return Offer(groups, {}, has_schema=False)
    own = metadata_fields(definitions)
    return Offer((*groups, own) if own.fields else groups, definitions)
