"""The queues of one sandbox: async actions in one, exports in the other, side by side."""

from webapp.sandbox.clock import Clock
from webapp.sandbox.database import Database
from webapp.sandbox.jobs.actions import ActionQueue
from webapp.sandbox.jobs.exports import ExportQueue
from webapp.sandbox.jobs.pace import Pace
from webapp.sandbox.jobs.worker import Worker
from webapp.sandbox.settings import Settings

AT_ONCE = 0.2  # seconds a caller waits at most for work that is to appear done at once


class Queues:
    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self.pace = Pace(settings, clock)
        self.actions = ActionQueue(database, settings, clock, self.pace)
        self.exports = ExportQueue(database, clock, self.pace)
        self._workers = [Worker("async actions", self.actions.step), Worker("exports", self.exports.step)]

    def wake(self) -> None:
        """Call it after a commit that queued something, and at the start: work cut short by a kill goes on."""
        for worker in self._workers:
            worker.wake()

    def settle(self) -> None:
        """Gives work that is due the time to be done, if it is short."""
        for worker in self._workers:
            worker.settle(AT_ONCE)

    def look_again(self) -> None:
        """Before held-back work is shown: what has become due by now is done first, if it is short."""
        if not self.pace.is_immediate:
            self.wake()
            self.settle()
