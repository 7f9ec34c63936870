"""Web, worker and sandbox as real processes, each killed once during an import; scripts/rehearse_kills.py does more."""

from collections import Counter
from pathlib import Path

from tests.support.rehearsal import Kills, Rehearsal, difference, lies
from tests.support.system import running

ROWS, NEW, UNCHANGED = 900, 300, 100


def test_every_cell_is_as_the_file_says_and_every_count_is_true(tmp_path: Path) -> None:
    with running(tmp_path, customers=20) as system:
        rehearsal = Rehearsal(system, ROWS, seed=1)
        before = rehearsal.seed()
        with Kills(system, seed=1, shortest=0.4, longest=1.0).going_on(at_least=3, at_most=3):
            rehearsal.carry_out()
        after, wanted, outcomes = rehearsal.everybody(), rehearsal.wanted(before), rehearsal.outcomes()
        rehearsal.close()
    assert difference(wanted, after) == []
    assert lies(outcomes, before, after, wanted) == []
    assert Counter(outcomes.values()) == {"created": NEW, "updated": ROWS - NEW - UNCHANGED, "unchanged": UNCHANGED}
