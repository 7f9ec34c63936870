"""Forms that may be carried out only once, however often they are sent."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from webapp.store.database import session_scope
from webapp.store.models import Submission

KEPT_FOR = timedelta(days=7)


def begin(token: str) -> bool:
    """Note that the form with this token is being carried out; False where it was already, once and for all."""
    now = datetime.now(UTC)
    try:
        with session_scope() as session:
            session.execute(delete(Submission).where(Submission.began_at < now - KEPT_FOR))
            session.add(Submission(token=token, began_at=now))
    except IntegrityError:
        return False
    return True


def finish(token: str, customer_id: str) -> None:
    """Note which customer the form led to."""
    with session_scope() as session:
        session.execute(update(Submission).where(Submission.token == token).values(customer_id=customer_id))


def forget(token: str) -> None:
    """Let the form be sent again, since nothing came of it."""
    with session_scope() as session:
        session.execute(delete(Submission).where(Submission.token == token))


def find(token: str) -> Submission | None:
    with session_scope() as session:
        return session.get(Submission, token)
