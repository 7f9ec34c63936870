"""Commands: `flask --app webapp audit verify`, `flask --app webapp audit shorten`."""

from datetime import UTC, datetime, timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from webapp.audit import writing
from webapp.audit.checking import check


def init_audit_commands(app: Flask) -> None:
    audit = AppGroup("audit", help="Look after the audit trail.")

    @audit.command("verify")
    def verify() -> None:
        """Check the whole chain; exit with 1 and name the first record that does not hold."""
        found = check()
        if found.broken is not None:
            click.echo(f"The audit trail is broken at record {found.broken.position}: {found.broken.reason}.", err=True)
            raise click.exceptions.Exit(1)
        click.echo(
            f"The audit trail holds: {found.records} records from {found.first_position} to {found.last_position}."
        )
        click.echo(f"Hash of the last record, to be kept elsewhere: {found.head_hash}")

    @audit.command("shorten")
    def shorten() -> None:
        """Remove entries older than AUDIT_RETENTION_DAYS, leaving a checkpoint from which the chain still holds."""
        days = current_app.extensions["settings"].audit_retention_days
        if not days:
            click.echo("AUDIT_RETENTION_DAYS is 0: entries are kept for ever.")
            return
        removed = writing.shorten(datetime.now(UTC) - timedelta(days=days))
        click.echo(f"{removed} records older than {days} days were removed.")

    @audit.command("erase")
    @click.argument("customer_id")
    def erase(customer_id: str) -> None:
        """Erase a customer's values from all entries, as after a permanent deletion made outside Frontdesk."""
        writing.erase_values(customer_id)
        click.echo("The values are erased; the entries and the chain stand.")

    app.cli.add_command(audit)
