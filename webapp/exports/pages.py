"""The page of one export, which several views show, and how often pages look again by themselves."""

from typing import NamedTuple

from flask import Response, request
from flask_login import current_user

from webapp.auth.access import may
from webapp.auth.permissions import Permission, roles_with
from webapp.errors import Failure
from webapp.exports.presenters import present
from webapp.privacy import shown_json
from webapp.rendering import formats, render
from webapp.store.exports import Asked
from webapp.voucherify.export_records import Export

FIRST_DELAY = 1.0
SLOWER_BY = 1.4
LONGEST_DELAY = 20.0
MOST_LOOKS = 60


class Look(NamedTuple):
    """The next look a page takes by itself: which one it is, and after how many seconds. None of it after the last."""

    number: int
    seconds: float

    @property
    def is_over(self) -> bool:
        return self.number > MOST_LOOKS


def next_look(*, is_running: bool) -> Look | None:
    """When to look again: ever more seldom, and for about twenty minutes; None where nothing is under way."""
    if not is_running:
        return None
    number = min(max(0, request.args.get("look", 0, type=int)), MOST_LOOKS) + 1
    return Look(number, round(min(FIRST_DELAY * SLOWER_BY ** (number - 1), LONGEST_DELAY), 1))


def show_export(
    export: Export,
    asked: Asked | None,
    *,
    status: int = 200,
    failure: Failure | None = None,
    trouble: str = "",
) -> Response:
    """One export. `failure` or, in a sentence, `trouble` says why its file could not be had."""
    row = present(export, asked, formats(), shown_json)
    needed = download_permission(personal=row.personal)
    return render(
        "exports/export.html",
        "exports/_export.html",
        status=status,
        row=row,
        look=next_look(is_running=row.is_running),
        may_download=may(needed),
        downloaders=roles_with(needed),
        may_delete=may_delete(asked),
        failure=failure,
        trouble=trouble,
    )


def download_permission(*, personal: bool) -> Permission:
    return Permission.EXPORTS_OF_PERSONAL_DATA if personal else Permission.EXPORTS_MAKE


def may_delete(asked: Asked | None) -> bool:
    """One's own export, or anybody's for those who may export anything."""
    is_own = asked is not None and asked.request.user_id == current_user.id
    return may(Permission.EXPORTS_MAKE) and (is_own or may(Permission.EXPORTS_OF_PERSONAL_DATA))
