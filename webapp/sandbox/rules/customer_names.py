"""The index of names, by which the list of customers is searched."""

from webapp.sandbox.database import Connection


def add(connection: Connection, newest: int) -> None:
    """Puts the customers after the sequence `newest` into the index. Triggers do the rest (indices.sql)."""
    connection.execute(
        "INSERT INTO customer_names (rowid, name_folded) SELECT sequence, name_folded"
        " FROM customers WHERE sequence > ? AND name_folded IS NOT NULL",
        [newest],
    )
