"""`python -m webapp.sandbox`: starts the sandbox, filling a new database with demo data first."""

import argparse
import gc
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from webapp.sandbox.app import create_sandbox
from webapp.sandbox.database import Database, IncompatibleDatabaseError
from webapp.sandbox.demo import build
from webapp.sandbox.seeding import create_database
from webapp.sandbox.server import address, loopback, make_sandbox_server


def main(arguments: list[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    path: Path = options.database
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = path.exists() and path.stat().st_size > 0
    if not kept:
        create_database(path, build(options.customers, options.seed, datetime.now(UTC)))
    try:
        database = Database(path)
    except IncompatibleDatabaseError:
        sys.exit(f"{path} was made by another version of the sandbox: delete it, or name another file")
    gc.set_threshold(100_000, 50, 100)  # an import makes many objects that all live on: looking for garbage is wasted
    sys.setswitchinterval(0.001)  # seconds: a short answer need not wait long while an import computes
    server = make_sandbox_server(create_sandbox(database, options.latency_ms), options.host, options.port)
    with database.read() as connection:
        customers = connection.execute("SELECT count(*) FROM customers").fetchone()[0]
    origin = f"data kept from {path}" if kept else f"seed {options.seed}"
    sys.stdout.write(f"Sandbox answers on {address(server)} ({customers:,} customers, {origin})\n")
    sys.stdout.flush()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both signals end serve_forever
    server.serve_forever()
    database.close()


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m webapp.sandbox", description=__doc__)
    options.add_argument("--host", type=loopback, default="127.0.0.1", help="a loopback address (127.0.0.1)")
    options.add_argument("--port", type=int, default=5001, help="0 takes any free port (5001)")
    options.add_argument("--database", type=Path, default=Path("instance/sandbox.sqlite3"), help="an SQLite file")
    options.add_argument("--customers", type=int, default=2_000, help="how many a new database gets (2000)")
    options.add_argument("--seed", type=int, default=1, help="what the demo data is drawn from (1)")
    options.add_argument("--latency-ms", type=int, default=0, help="how long every answer takes at least (0)")
    return options


if __name__ == "__main__":
    main()
