"""The sandbox as a process of its own, for tests that kill it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def running(database: Path, customers: int = 20) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address; a database that is there is kept. Leaving kills it with -9."""
    command = [sys.executable, "-m", "webapp.sandbox", "--port", "0", "--database", str(database)]
    command += ["--customers", str(customers)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().split()[3]
        finally:
            process.kill()
