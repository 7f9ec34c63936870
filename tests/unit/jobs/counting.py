"""A dashboard with a kind of job that counts to six, for tests that kill its worker.

Its steps write into the file `log` of the folder that is the job's subject; the third waits until `go` is there.
"""

import time
from pathlib import Path

from flask import Flask

from webapp import create_app
from webapp.jobs import Again, Finished, Outcome, Work, register_kind

KIND = "counting"
STEPS = 6


def count(work: Work) -> Again | Finished:
    folder, number = Path(work.job.subject_id), work.job.done + 1
    with (folder / "log").open("a") as log:
        log.write(f"{number}\n")
    if number == STEPS // 2:
        while not (folder / "go").exists():
            time.sleep(0.01)
    work.progress(number, STEPS)
    return Finished(Outcome.SUCCEEDED) if number == STEPS else Again(0.01 if number == 1 else 0)


register_kind(KIND, count, lane=KIND, label="Counting", url=lambda _: "/")


def make_app() -> Flask:
    return create_app()
