"""Which customers' personal data the present person has revealed, and until when. Kept in their session."""

from datetime import UTC, datetime, timedelta

from flask import session

REVEALED = "revealed"
SHOWN_FOR = timedelta(minutes=10)


def reveal(customer_id: str) -> datetime:
    """Show this customer's personal data to the present person for a while; return until when (UTC)."""
    until = datetime.now(UTC) + SHOWN_FOR
    session[REVEALED] = {**_still_open(), customer_id: until.isoformat()}
    return until


def hide(customer_id: str) -> None:
    """Mask this customer's personal data again at once."""
    session[REVEALED] = {id_: until for id_, until in _still_open().items() if id_ != customer_id}


def revealed_until(customer_id: str) -> datetime | None:
    """Until when (UTC) the present person sees this customer's personal data; None when they do not."""
    until = _still_open().get(customer_id)
    return datetime.fromisoformat(until) if until else None


def _still_open() -> dict[str, str]:
    now = datetime.now(UTC)
    revealed: dict[str, str] = session.get(REVEALED, {})
    return {id_: until for id_, until in revealed.items() if datetime.fromisoformat(until) > now}
