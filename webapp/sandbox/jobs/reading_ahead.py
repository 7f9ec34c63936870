"""Rows of a job made ready by a thread of their own, while SQLite writes the ones before them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Lot = TypeVar("Lot")

LOTS_AHEAD = 2


class ReadingAhead(Generic[Lot]):
    """`prepare` makes a lot ready, given the place of its first row; lots are always asked for in order."""

    def __init__(self, prepare: Callable[[int], Lot], rows_of_a_lot: int) -> None:
        self._prepare = prepare
        self._step = rows_of_a_lot
        self._reader = ThreadPoolExecutor(1, "rows read ahead")
        self._lots: dict[int, Future[Lot]] = {}

    def lots(self, start: int, stop: int) -> Iterator[Lot]:
        """The lots that begin in this range."""
        for first in range(start, stop, self._step):
            for later in range(first, first + (1 + LOTS_AHEAD) * self._step, self._step):
                if later not in self._lots:
                    self._lots[later] = self._reader.submit(self._prepare, later)
            yield self._lots.pop(first).result()

    def close(self) -> None:
        self._reader.shutdown()
