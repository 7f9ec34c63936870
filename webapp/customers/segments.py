"""The segments offered by the search form. Searching goes on without them when they cannot be read."""

from dataclasses import dataclass

from webapp.voucherify import Voucherify, errors

MOST_OFFERED = 100


@dataclass(frozen=True)
class SegmentChoices:
    """(id, name) pairs by name; none, and `failed`, when the API did not give them."""

    choices: tuple[tuple[str, str], ...] = ()
    failed: bool = False

    def name_of(self, segment_id: str) -> str:
        """Give the segment's name, or "" where it is not among the choices."""
        return dict(self.choices).get(segment_id, "")


def offered(client: Voucherify) -> SegmentChoices:
    try:
        segments = client.segments.list(limit=MOST_OFFERED).items
    except errors.VoucherifyError:
        return SegmentChoices(failed=True)
    pairs = [(segment.id, segment.name or segment.id) for segment in segments]
    return SegmentChoices(tuple(sorted(pairs, key=lambda pair: pair[1].casefold())))
