"""Products and SKUs: what orders say about them with `override`, and what is known of the ones they name."""

import json
from collections.abc import Mapping
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import PRODUCTS, SKUS, Table

Article = dict[str, Any]


def named(change: Change, item: Mapping[str, Any]) -> tuple[Article | None, Article | None]:
    """The product and the SKU of an order's item: as known, with what the item says of them.

    Where the item says `override`, that is kept; what is not known and not kept is answered as it was sent. None for
    one of which nothing is known or said.
    """
    kind = item.get("related_object", "product")
    sku_said, product_said = item.get("sku"), item.get("product")
    sku = _article(change, SKUS, item.get("sku_id"), item.get("source_id") if kind == "sku" else None, sku_said)
    product_id = item.get("product_id") or (sku or {}).get("product_id")
    source_id = item.get("source_id") if kind == "product" else None
    product = _article(change, PRODUCTS, product_id, source_id, product_said)
    if sku and sku_said and sku_said.get("override") and product and "id" in product:
        SKUS.update(change.connection, sku | {"product_id": product["id"]})
    return product, sku and {name: value for name, value in sku.items() if name != "product_id"}


def _article(
    change: Change, table: Table, article_id: str | None, source_id: str | None, said: Mapping[str, Any] | None
) -> Article | None:
    said = said or {}
    article_id = article_id or said.get("id")
    source_id = said.get("source_id") or source_id
    stored = _find(change.connection, table, article_id, source_id)
    article = (stored or {}) | {name: value for name, value in said.items() if name != "override"}
    if not said.get("override"):
        return article or None
    if stored is None:
        prefix = "sku_" if table is SKUS else "prod_"
        identity = {"id": article_id or new_identifier(prefix), "source_id": source_id}
        article = identity | article | identity
        table.insert(change.connection, [article])
    else:
        article |= {"id": stored["id"], "source_id": stored["source_id"]}
        table.update(change.connection, article)
    return article


def _find(connection: Connection, table: Table, article_id: str | None, source_id: str | None) -> Article | None:
    row = article_id and table.find(connection, id=article_id)
    row = row or (source_id and table.find(connection, source_id=source_id))
    return json.loads(row["document"]) if row else None
