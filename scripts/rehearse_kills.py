"""Import a large file and take it back while web, worker and sandbox are killed at random moments; compare every cell.

python scripts/rehearse_kills.py --rows 50000 --seed 1     (--help tells the rest)
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.rehearsal import Kills, Rehearsal, difference, lies
from tests.support.system import running

SHOWN = 10


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--seed", type=int, default=1, help="what people and moments are drawn from")
    options.add_argument("--kills", type=int, default=5, help="how many there are at least in each half")
    options.add_argument("--shortest", type=float, default=0.3, help="seconds between a start and the next kill")
    options.add_argument("--longest", type=float, default=6.0)
    options.add_argument("--database-url", default="", help="instead of a SQLite file; its tables should be empty")
    options.add_argument("--redis-url", default="")
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-"))
    addresses = {"database_url": chosen.database_url, "redis_url": chosen.redis_url}
    with running(folder, customers=1_000, **addresses) as system:
        kills = Kills(system, chosen.seed, shortest=chosen.shortest, longest=chosen.longest)
        rehearsal = Rehearsal(system, chosen.rows, chosen.seed)
        before = rehearsal.seed()
        wanted = rehearsal.wanted(before)

        started = time.monotonic()
        with kills.going_on(at_least=chosen.kills):
            rehearsal.carry_out()
        after = rehearsal.everybody()
        outcomes = rehearsal.outcomes()
        print(summary("import", started, kills, outcomes))
        problems = told("cells that differ from the file", difference(wanted, after))
        problems += told("rows told wrongly", lies(outcomes, before, after, wanted))

        started = time.monotonic()
        with kills.going_on(at_least=chosen.kills):
            rehearsal.take_back()
        outcomes = rehearsal.outcomes()
        print(summary("undo", started, kills, outcomes))
        problems += told("cells that differ from before", difference(before, rehearsal.everybody()))
        rehearsal.close()
    if not problems:
        shutil.rmtree(folder)
    else:
        print(f"Everything is kept in {folder}")
    return 1 if problems else 0


def summary(what: str, started: float, kills: Kills, outcomes: dict[str, str]) -> str:
    seconds = time.monotonic() - started
    return f"{what}: {seconds:.0f} s, kills so far {dict(kills.counts)}, rows {dict(Counter(outcomes.values()))}"


def told(what: str, problems: list[str]) -> int:
    print(f"{what}: {len(problems)}")
    for problem in problems[:SHOWN]:
        print(f"  {problem}")
    return len(problems)


if __name__ == "__main__":
    sys.exit(main())
