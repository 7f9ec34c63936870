"""Consents: what the project asks for, and what each customer answered."""

import json
from collections.abc import Mapping
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.rules import customers, events, excerpts
from webapp.sandbox.rules.change import Change
from webapp.sandbox.wire import invalid_payload

UNSUBSCRIBED = "unsubscribed"


def groups(connection: Connection) -> list[dict[str, Any]]:
    return [json.loads(row["document"]) for row in connection.execute("SELECT * FROM consent_groups ORDER BY sequence")]


def consents(connection: Connection) -> list[dict[str, Any]]:
    return [json.loads(row["document"]) for row in connection.execute("SELECT * FROM consents ORDER BY sequence")]


def answer(change: Change, identifier: str, answers: Mapping[str, bool]) -> bool:
    """Stores a customer's answers by consent id, leaving the others; whether there is such a customer.

    `{"unsubscribed": true}` refuses every consent, whatever else is answered. Raises 400 for an unknown consent.
    The feed gets one event for the consents given and one for those revoked.
    """
    customer = customers.find(change.connection, identifier)
    if customer is None:
        return False
    known = {consent["id"]: consent for consent in consents(change.connection)}
    for consent_id in answers:
        if consent_id != UNSUBSCRIBED and consent_id not in known:
            raise invalid_payload(f"Cannot find consent with id {consent_id}")
    if answers.get(UNSUBSCRIBED):
        answers = dict.fromkeys(known, False)
    given = {consent_id: yes for consent_id, yes in answers.items() if consent_id != UNSUBSCRIBED}
    change.connection.executemany(
        "INSERT INTO customer_consents (customer_id, consent_id, given, changed_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (customer_id, consent_id) DO UPDATE SET given = excluded.given, changed_at = excluded.changed_at",
        [(customer["id"], consent_id, yes, change.now) for consent_id, yes in given.items()],
    )
    for outcome, wanted in (("given", True), ("revoked", False)):
        if named := [_in_short(known[consent_id]) for consent_id, yes in given.items() if yes is wanted]:
            payload = {"customer": excerpts.customer(customer), "consents": named}
            events.record(change, f"customer.consents.{outcome}", customer["id"], payload)
    return True


def _in_short(consent: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": consent["id"], "name": consent["name"], "object": "consent"}
