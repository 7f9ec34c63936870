"""One change of the world's state."""

from dataclasses import dataclass
from typing import Any

from webapp.sandbox.database import Connection


@dataclass(frozen=True)
class Change:
    """The transaction a change happens in, when it happens and who asked for it.

    `source` is the event source events carry; `merges` tells whether a partial metadata or address is merged
    into the stored one key by key, or replaces it.
    """

    connection: Connection
    now: str
    request_id: str
    source: dict[str, Any]
    merges: bool
