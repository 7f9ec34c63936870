"""Campaigns: found by id or name."""

import json
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.tables import CAMPAIGNS


def find(connection: Connection, identifier: str) -> dict[str, Any] | None:
    """The campaign with this id or, when no id matches, with this name."""
    row = CAMPAIGNS.find(connection, id=identifier) or CAMPAIGNS.find(connection, name=identifier)
    return None if row is None else json.loads(row["document"])
