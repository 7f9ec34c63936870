"""How fast asynchronous work appears to go: at once, after so many reads, or after so many seconds."""

from collections import Counter

from webapp.sandbox import moments
from webapp.sandbox.clock import Clock
from webapp.sandbox.settings import Settings

VISIBLE_START = 0.34  # of the way: until here work looks queued, from here on in progress


class Pace:
    """Reads the setting `async_progress`. Work is held back until it has come all the way, then really done."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._reads: Counter[str] = Counter()

    @property
    def is_immediate(self) -> bool:
        return bool(self._settings["async_progress"] == "immediate")

    def note_read(self, identifier: str) -> None:
        self._reads[identifier] += 1

    def position(self, identifier: str, since: str) -> float:
        """From 0 to 1: how far this work is that got its turn at `since`."""
        mode, _, size = self._settings["async_progress"].partition(":")
        if mode == "immediate" or int(size) == 0:
            return 1.0
        passed = self._reads[identifier] if mode == "reads" else self._seconds(since)
        return min(1.0, passed / int(size))

    def _seconds(self, since: str) -> float:
        return max(0.0, (self._clock.now() - moments.read(since)).total_seconds())
