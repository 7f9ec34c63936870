"""Ids: of records they sort by time, of everything else they are random."""

import re
from datetime import UTC, datetime

import pytest

from webapp.sandbox.demo.clock import moment_of
from webapp.sandbox.demo.identifiers import record_id
from webapp.sandbox.identifiers import RECORDS, new_identifier


@pytest.mark.parametrize("prefix", sorted(RECORDS))
def test_ids_of_records_sort_by_the_time_they_were_made(prefix: str) -> None:
    made = [new_identifier(prefix) for _ in range(2_000)]
    assert made == sorted(set(made))
    assert all(re.fullmatch(f"{prefix}[0-9a-f]{{18}}", identifier) for identifier in made)


class _Highest:
    """A random source that always draws the largest number."""

    def getrandbits(self, bits: int) -> int:
        return 2**bits - 1


def test_new_records_sort_behind_those_of_the_demo_world() -> None:
    just_before = moment_of(datetime.now(UTC)) - 5
    assert record_id("rh_", just_before, _Highest()) < new_identifier("rh_")  # type: ignore[arg-type]


@pytest.mark.parametrize(("prefix", "length"), [("cust_", 24), ("v_", 32), ("seg_", 24)])
def test_other_ids_are_random(prefix: str, length: int) -> None:
    made = [new_identifier(prefix) for _ in range(200)]
    assert len(set(made)) == 200
    assert made != sorted(made)
    assert all(re.fullmatch(f"{prefix}[0-9A-Za-z]{{{length}}}", identifier) for identifier in made)
