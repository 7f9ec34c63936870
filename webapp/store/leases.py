"""Taking turns across threads and processes: whoever holds a lease is alone with what it names."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from webapp.store.database import session_scope
from webapp.store.models import Lease

ABANDONED_AFTER = timedelta(minutes=1)
PAUSE_SECONDS = 0.05


class LeaseTakenError(Exception):
    """Somebody else held the lease for too long."""


@contextmanager
def leased(name: str, *, patience: float = 15.0) -> Iterator[None]:
    """Hold the lease of this name, waiting for it for `patience` seconds. Raise LeaseTakenError.

    A holder that died is not waited for: its lease counts for a minute. A name may be of any length, and personal.
    """
    name, holder = hashlib.sha256(name.encode()).hexdigest(), secrets.token_hex(16)
    give_up_at = time.monotonic() + patience
    while not _take(name, holder):
        if time.monotonic() > give_up_at:
            raise LeaseTakenError
        time.sleep(PAUSE_SECONDS)
    try:
        yield
    finally:
        with session_scope() as session:
            session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


def _take(name: str, holder: str) -> bool:
    now = datetime.now(UTC)
    try:
        with session_scope() as session:
            session.execute(delete(Lease).where(Lease.name == name, Lease.taken_at < now - ABANDONED_AFTER))
            session.add(Lease(name=name, holder=holder, taken_at=now))
    except IntegrityError:
        return False
    return True
