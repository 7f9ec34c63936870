"""A thread that works off one queue. It lives as long as there is something to do."""

import threading
from collections.abc import Callable

Step = Callable[[], float | None]

LONGEST_PAUSE = 0.1  # seconds: how soon work that was held back notices that its time has come


class Worker:
    """`step` does the next piece of work and says how many seconds to wait for the one after; None: all is done."""

    def __init__(self, name: str, step: Step) -> None:
        self._name = name
        self._step = step
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._woken = False
        self._resting = False

    def wake(self) -> None:
        """There may be work: starts the thread, or has it look again."""
        with self._condition:
            self._woken, self._resting = True, False
            self._condition.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()

    def settle(self, seconds: float) -> None:
        """Waits until all is done or held back, but no longer than this."""
        with self._condition:
            self._condition.wait_for(lambda: self._thread is None or self._resting, seconds)

    def _work(self) -> None:
        try:
            while self._more():
                pass
        finally:
            with self._condition:
                if self._thread is threading.current_thread():
                    self._thread = None
                self._condition.notify_all()

    def _more(self) -> bool:
        with self._condition:
            self._woken = False
        pause = self._step()
        with self._condition:
            if self._woken or pause == 0:
                return True
            if pause is None:
                self._thread = None  # from here on `wake` starts another
                return False
            self._resting = True
            self._condition.notify_all()
            self._condition.wait(min(pause, LONGEST_PAUSE))
            self._resting = False
            return True
