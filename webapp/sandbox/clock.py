"""The sandbox's clock: real time, unless a test moved it or stopped it."""

from datetime import UTC, datetime, timedelta

from webapp.sandbox import moments
from webapp.sandbox.settings import Settings

# Kept in the settings table: {"offset": seconds} for a moved clock, {"stopped": moment} for a stopped one.
KEY = "clock"


class Clock:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def now(self) -> datetime:
        position = self._settings.get(KEY) or {}
        if "stopped" in position:
            return moments.read(position["stopped"])
        return datetime.now(UTC) + timedelta(seconds=position.get("offset", 0))

    def follow_real_time(self) -> None:
        self._settings.keep({KEY: {}})

    def stop_at(self, moment: datetime) -> None:
        self._settings.keep({KEY: {"stopped": moments.written(moment)}})

    def run_from(self, moment: datetime) -> None:
        self._settings.keep({KEY: {"offset": (moment - datetime.now(UTC)).total_seconds()}})

    def advance(self, seconds: float) -> None:
        """Moves a running clock on, and a stopped one too; OverflowError beyond the year 9999."""
        moment = self.now() + timedelta(seconds=seconds)
        if "stopped" in (self._settings.get(KEY) or {}):
            self.stop_at(moment)
        else:
            self.run_from(moment)
