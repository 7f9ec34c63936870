"""Who asked for which export. The exports themselves are the API's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from webapp.store.database import session_scope
from webapp.store.export_models import ExportRequest
from webapp.store.models import User


@dataclass(frozen=True)
class Asked:
    """An export that somebody asked for here, with the name of who did; None where that person is gone."""

    request: ExportRequest
    who: str | None


def begin(
    token: str, *, exported_object: str, fields: Sequence[str], personal: bool, user_id: int
) -> ExportRequest | None:
    """Note that an export is about to be asked for; None where the form with this token has been carried out before."""
    request = ExportRequest(
        token=token,
        exported_object=exported_object,
        fields=list(fields),
        personal=personal,
        user_id=user_id,
        asked_at=datetime.now(UTC),
    )
    try:
        with session_scope() as session:
            session.add(request)
    except IntegrityError:
        return None
    return request


def started(token: str, export_id: str) -> None:
    """Note which export came of a form."""
    with session_scope() as session:
        session.execute(update(ExportRequest).where(ExportRequest.token == token).values(export_id=export_id))


def forget(token: str) -> None:
    """Let the form be sent again, since nothing came of it."""
    with session_scope() as session:
        session.execute(delete(ExportRequest).where(ExportRequest.token == token))


def of_form(token: str) -> ExportRequest | None:
    with session_scope() as session:
        return session.scalar(select(ExportRequest).where(ExportRequest.token == token))


def asked_here(export_ids: Collection[str]) -> dict[str, Asked]:
    """Those of these exports that were asked for here, by their ids."""
    with session_scope() as session:
        found = session.execute(
            select(ExportRequest, User.name)
            .join(User, User.id == ExportRequest.user_id, isouter=True)
            .where(ExportRequest.export_id.in_(export_ids))
        )
        return {str(request.export_id): Asked(request, who) for request, who in found}


def downloaded(export_id: str, *, rows: int | None, size: int) -> None:
    """Keep how large the file turned out to be; `rows` is None where they were not counted."""
    known = {"size": size} if rows is None else {"size": size, "rows": rows}
    with session_scope() as session:
        session.execute(update(ExportRequest).where(ExportRequest.export_id == export_id).values(known))


def deleted(export_id: str) -> None:
    """Forget an export that is no more."""
    with session_scope() as session:
        session.execute(delete(ExportRequest).where(ExportRequest.export_id == export_id))
