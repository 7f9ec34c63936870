"""Searches kept on the server, so that no address carries what was searched for."""

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from webapp.store.database import session_scope
from webapp.store.models import SavedSearch

KEPT_FOR = timedelta(days=30)


def remember(user_id: int, criteria: Mapping[str, str]) -> str:
    """Keep a user's search and return its id, the same one for the same criteria.

    Forgets every search, anyone's, that was not asked for in 30 days.
    """
    digest = hashlib.sha256(json.dumps(dict(criteria), sort_keys=True).encode()).hexdigest()
    try:
        return _remember(user_id, criteria, digest)
    except IntegrityError:  # the same search came twice at once, and the other one is there now
        return _remember(user_id, criteria, digest)


def recall(user_id: int, search_id: str) -> dict[str, str] | None:
    """The criteria of a search of this user's; None for one that is forgotten, unknown or someone else's."""
    with session_scope() as session:
        search = session.get(SavedSearch, search_id)
        return dict(search.criteria) if search is not None and search.user_id == user_id else None


def forget_all_with(texts: Collection[str]) -> None:
    """Forget every search, anyone's, in which one of the texts stands, in capitals or not."""
    wanted = [text.casefold() for text in texts]
    with session_scope() as session:
        for search in session.scalars(select(SavedSearch)):
            asked = [value.casefold() for value in search.criteria.values()]
            if any(text in value for text in wanted for value in asked):
                session.delete(search)


def _remember(user_id: int, criteria: Mapping[str, str], digest: str) -> str:
    now = datetime.now(UTC)
    with session_scope() as session:
        session.execute(delete(SavedSearch).where(SavedSearch.used_at < now - KEPT_FOR))
        search = session.scalar(select(SavedSearch).where(SavedSearch.user_id == user_id, SavedSearch.digest == digest))
        if search is None:
            search = SavedSearch(id=secrets.token_urlsafe(16), user_id=user_id, criteria=dict(criteria), digest=digest)
            session.add(search)
        search.used_at = now
    return search.id
