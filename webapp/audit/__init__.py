"""Who did what to which customer: intent before the call, outcome after it, in a chain that shows tampering."""

from flask import Flask

from webapp.audit.actions import Action, Outcome
from webapp.audit.changes import Change, changes_between
from webapp.audit.entries import Entry, EntryPage, entries_for_customer, find_entry
from webapp.audit.writing import FRONTDESK, Actor, Attempt, audited, erase_values, record
from webapp.settings import Settings

__all__ = [
    "FRONTDESK",
    "Action",
    "Actor",
    "Attempt",
    "Change",
    "Entry",
    "EntryPage",
    "Outcome",
    "audited",
    "changes_between",
    "entries_for_customer",
    "erase_values",
    "find_entry",
    "init_audit",
    "record",
]


def init_audit(app: Flask, settings: Settings) -> None:
    from webapp.audit.commands import init_audit_commands

    init_audit_commands(app)
    app.config["AUDIT_KEYS"] = settings.audit_keys or settings.secret_keys
