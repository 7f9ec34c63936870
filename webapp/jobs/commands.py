"""The command `flask --app webapp worker`."""

import click
from flask import Flask

from webapp.jobs.worker import run_worker

THREADS = 4


def init_worker_command(app: Flask) -> None:
    @app.cli.command("worker")
    @click.option(
        "--threads", default=THREADS, show_default=True, type=click.IntRange(min=1), help="Steps side by side."
    )
    def worker(threads: int) -> None:
        """Carry out work in the background, until SIGTERM or Ctrl-C."""
        run_worker(app, threads)
