"""One change of the world's state."""

from dataclasses import dataclass
from typing import Any

from webapp.sandbox.database import Connection


@dataclass(frozen=True)
class Change:
    """The transaction a change happens in, when it happens and who asked for it.

    `source` is the event source events carry; `merges` tells whether a partial metadata or address is merged
    into the stored one key by key, or replaces it.
    `postponed`, where it is a set, collects the ids of customers whose figures and segments the caller brings up to
    date when everything is written; no events are kept meanwhile.
    """

    connection: Connection
    now: str
    request_id: str
    source: dict[str, Any]
    merges: bool
    postponed: set[str] | None = None
