"""The index of names, by which the list of customers is searched."""

from collections.abc import Sequence

from webapp.sandbox.database import Connection
from webapp.sandbox.tables import dumps


def add(connection: Connection, customer_ids: Sequence[str]) -> None:
    """Puts new customers into the index. Changed names and deletions reach it by triggers (indices.sql)."""
    connection.execute(
        "INSERT INTO customer_names (rowid, name_folded) SELECT sequence, name_folded"
        " FROM json_each(?) AS added CROSS JOIN customers ON customers.id = added.value WHERE name_folded IS NOT NULL",
        [dumps(customer_ids)],
    )
