"""How long to wait between two looks at work that the API does: short ones first, as most of it is done soon."""

import time
from collections.abc import Callable, Iterator

FIRST = (0.02, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.1, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0)
LATER = 5.0
LONGEST_WAIT = 600.0


def pauses(beat: Callable[[], None], later: float = LATER) -> Iterator[float]:
    """The seconds to wait after each look, for ten minutes; `beat` is called before each look.

    They grow to two seconds within the first seven, and are as long as `later` from then on.
    """
    ends_at = time.monotonic() + LONGEST_WAIT
    number = 0
    while time.monotonic() < ends_at:
        beat()
        yield FIRST[number] if number < len(FIRST) else later
        number += 1
