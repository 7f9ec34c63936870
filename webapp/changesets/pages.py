"""What the page of a change set shows in each of its states."""

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from webapp import jobs
from webapp.auth.access import NotPermitted, may
from webapp.auth.permissions import Permission
from webapp.changesets import presenters, starting
from webapp.changesets.blocks import Outcome, count_outcomes
from webapp.changesets.confirming import Demands, demands_of, may_lose_metadata
from webapp.changesets.forms import ConfirmForm
from webapp.changesets.origins import Origin, origin_named
from webapp.changesets.reading import Plan, calls_in_full
from webapp.changesets.table import SINGLES, table_page
from webapp.changesets.undoing import UNDO, WRITTEN
from webapp.jobs.presenters import progress_of
from webapp.paths import row_number
from webapp.privacy import shown_json
from webapp.rendering import redirect_after_post, render
from webapp.store import change_parts, change_sets, users
from webapp.store.change_models import ChangeSet

LETTERS = {*presenters.KIND_WORDS, *presenters.OUTCOME_WORDS, SINGLES}


def find(change_set_id: int) -> tuple[ChangeSet, Origin]:
    """The change set and where it comes from. Answers 404 for none, 403 to whoever may not do such work."""
    change_set = change_sets.find(change_set_id) or abort(404)
    origin = origin_named(change_set.origin)
    if not may(origin.permission):
        raise NotPermitted(origin.permission)
    return change_set, origin


def to_page(change_set_id: int) -> AnyResponse:
    return redirect_after_post(url_for("changesets.page", change_set_id=change_set_id))


def can_be_undone(change_set: ChangeSet) -> bool:
    return (
        change_set.state in (change_sets.DONE, change_sets.CANCELED)
        and not change_set.values_erased
        and any(change_set.outcomes.get(outcome) for outcome in WRITTEN)
    )


def show_page(change_set: ChangeSet, origin: Origin, form: ConfirmForm | None = None, *, status: int = 200) -> Response:
    """The page as the change set's state wants it."""
    has_run = change_set.state in (change_sets.RUNNING, change_sets.DONE, change_sets.CANCELED)
    letter = request.args.get("show", "")
    number = max(request.args.get("page", 1, type=row_number), 1)
    context: dict[str, Any] = {
        "change_set": change_set,
        "origin": origin,
        "heading": _heading(change_set, origin),
        "menu_room": change_set.origin,
        "back_to": origin.back(change_set.origin_id),
        "cost": presenters.cost(change_set.plan),
        "people": _people(change_set),
        "show": letter if letter in LETTERS else "",
        "has_run": has_run,
    }
    if has_run:
        context |= _run_context(change_set)
    elif change_set.state == change_sets.READY:
        context |= _ready_context(change_set, origin, form or ConfirmForm(seen_as=change_set.seen_as))
    if has_run or change_set.state == change_sets.READY:
        context["table"] = table_page(change_set.id, context["show"], number, shown_json, has_run=has_run)
    kind = starting.RUN if has_run else starting.DRY_RUN
    job = jobs.latest_of(kind, str(change_set.id))
    context["job"] = progress_of(job) if job else None
    return render("changesets/page.html", "changesets/_body.html", status=status, **context)


def _heading(change_set: ChangeSet, origin: Origin) -> str:
    """What it is called, with the name of its file where it has one."""
    described = change_set.described or origin.describe(change_set.origin_id)
    file = described.get("file")
    return f"{change_set.title}: {file}" if file else change_set.title


def _ready_context(change_set: ChangeSet, origin: Origin, form: ConfirmForm) -> dict[str, Any]:
    demands = demands_of(change_set, origin)
    return {
        "counts": presenters.counts_of_kinds(change_set.summary),
        "cautions": presenters.cautions(change_set.summary, may_lose_metadata=may_lose_metadata(change_set)),
        "calls_in_full": calls_in_full(Plan.from_json(change_set.plan)),
        "moves": presenters.moves(change_set.summary),
        "demands": demands,
        "form": form,
        "can_approve": _can_approve(change_set, demands),
    }


def _run_context(change_set: ChangeSet) -> dict[str, Any]:
    counts = change_set.outcomes or count_outcomes(change_set.id)
    to_do_again = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.SKIPPED, Outcome.NOT_DONE)
    return {
        "counts": presenters.counts_of_outcomes(counts),
        "left_over": sum(counts.get(outcome, 0) for outcome in to_do_again),
        "not_known": counts.get(Outcome.UNKNOWN, 0),
        "parts": change_parts.all_of(change_set.id),
        "can_be_undone": can_be_undone(change_set) and may(Permission.CHANGES_UNDO),
        "undone_by": starting.latest_of(UNDO, change_set.id),
    }


def _can_approve(change_set: ChangeSet, demands: Demands) -> bool:
    return demands.second_person and not demands.stopped_by and current_user.id != change_set.owner_id


def _people(change_set: ChangeSet) -> dict[str, str]:
    """The names of those who had to do with it."""
    ids = {"owner": change_set.owner_id, "confirmed": change_set.confirmed_by, "approved": change_set.approved_by}
    found = {role: users.find(user_id) for role, user_id in ids.items() if user_id is not None}
    return {role: user.name if user else "somebody" for role, user in found.items()}
