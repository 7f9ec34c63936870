"""Speed, measured as ratios: what is compared runs side by side in one process run, so that the machine cancels out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """`value` is how many times as long the thing measured takes as its yardstick; `target` is the most it may be."""

    name: str
    value: float
    target: float

    @property
    def is_met(self) -> bool:
        return self.value <= self.target
