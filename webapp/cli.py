"""Commands: `flask --app webapp database upgrade`, `flask --app webapp roles`, `flask --app webapp settings`."""

import click
from flask import Flask
from flask.cli import AppGroup

from webapp.auth.roles_page import roles_page
from webapp.settings import Settings
from webapp.store import migration
from webapp.store.database import engine


def init_commands(app: Flask, settings: Settings) -> None:
    database = AppGroup("database", help="Look after Frontdesk's own database.")

    @database.command("upgrade")
    def upgrade() -> None:
        """Bring the database to the shape this version needs."""
        migration.upgrade(engine())
        click.echo("The database is up to date.")

    @app.cli.command("settings")
    def show_settings() -> None:
        """Print the settings in effect, without the secrets."""
        for name, value in settings.without_secrets().items():
            click.echo(f"{name}={value}")

    @app.cli.command("roles")
    def show_roles() -> None:
        """Print what each role may do, as docs/roles.md has it."""
        click.echo(roles_page(app), nl=False)

    app.cli.add_command(database)
