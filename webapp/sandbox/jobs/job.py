"""What a job is: the rows of one async action and how they are applied."""

from typing import Any, Protocol

from webapp.sandbox.rules.async_actions import Failure
from webapp.sandbox.rules.change import Change


class Job(Protocol):
    """Rows numbered from 0 to `total`, applied in order, at most `chunk` of them in one transaction.

    A job is built from the content of its action, again after a restart: it keeps no state of its own.
    """

    chunk: int
    total: int

    def apply(self, change: Change, action_id: str, start: int, stop: int) -> list[Failure]:
        """Applies these rows; those that failed. A row that fails spoils no other."""

    def result(self, change: Change, action_id: str) -> dict[str, Any]:
        """The action's result, when all rows are applied."""
