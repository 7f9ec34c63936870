"""Jobs: Frontdesk's own and the API's, in one list, and each on a page of its own."""

import time
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp import jobs
from webapp.audit import Action, record
from webapp.auth.access import NotPermitted, may, requires
from webapp.auth.permissions import Permission
from webapp.jobs.api_presenters import present
from webapp.jobs.forms import JobsForm
from webapp.jobs.listing import API_PAGE_SIZE, PAGE_SIZE, Position, listing_of
from webapp.jobs.presenters import poll_after, progress_of
from webapp.jobs.records import Job, job_of
from webapp.paths import row_number
from webapp.privacy import shown
from webapp.rendering import redirect_after_post, render, wants_fragment
from webapp.service import voucherify
from webapp.side_by_side import Answer, answer_by, begin
from webapp.store import jobs as store
from webapp.voucherify import UNSET
from webapp.voucherify.errors import InvalidRequest

API_DEADLINE_SECONDS = 2.0

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("")
@requires(Permission.JOBS_READ)
def index() -> Response:
    """All work, newest first. `own` and `api` are where the page begins, `looks` how often it has renewed itself."""
    form = JobsForm(request.args)
    position = Position(request.args.get("own", type=row_number), request.args.get("api"))
    answer = _api_answer(form, position)
    owner_id = current_user.id if form.is_mine else None
    records = store.newest(PAGE_SIZE + 1, owner_id=owner_id, is_open=form.is_open, before=position.own)
    names = store.names_of_owners(each.owner_id for each in records)
    found = listing_of([job_of(each) for each in records], answer.value, position, names, is_open=form.is_open)
    looks = _looks()
    return render(
        "jobs/page.html",
        "jobs/_list.html",
        form=form,
        listing=found,
        answer=answer,
        is_first_page=position == Position(),
        is_news=wants_fragment() and not looks,
        poll_after=poll_after(looks) if found.has_running else None,
        this_url=_list_url(form, position),
        poll_url=_list_url(form, position, looks=looks + 1),
        first_url=_list_url(form, Position()),
        next_url=_list_url(form, found.next) if found.next else None,
    )


@blueprint.get("/<int:job_id>")
@requires(Permission.JOBS_READ)
def page(job_id: int) -> Response:
    job = _job(job_id)
    names = store.names_of_owners([job.owner_id])
    return render("jobs/job.html", job=progress_of(job), who=names.get(job.owner_id or 0))


@blueprint.get("/<int:job_id>/progress")
@requires(Permission.JOBS_READ)
def progress(job_id: int) -> Response:
    """The part that renews itself. `was` is the state it showed before, so that only a change is read out."""
    job = progress_of(_job(job_id), _looks())
    is_news = wants_fragment() and request.args.get("was") != job.condition.words
    response = render("jobs/job.html", "jobs/_progress.html", job=job, is_news=is_news)
    if job.has_ended:
        response.headers["HX-Trigger"] = "job-ended"  # for whatever else on the page shows what came of it
    return response


@blueprint.post("/<int:job_id>/pause")
@requires(Permission.JOBS_READ)
def pause(job_id: int) -> Response:
    return _steered(job_id, jobs.pause(_own_or_steered(job_id).id), "It pauses after the step it is in.")


@blueprint.post("/<int:job_id>/resume")
@requires(Permission.JOBS_READ)
def resume(job_id: int) -> Response:
    return _steered(job_id, jobs.resume(_own_or_steered(job_id).id), "It goes on.")


@blueprint.get("/<int:job_id>/cancel")
@requires(Permission.JOBS_READ)
def ask_before_canceling(job_id: int) -> Response:
    return render("jobs/cancel.html", job=progress_of(_own_or_steered(job_id)))


@blueprint.post("/<int:job_id>/cancel")
@requires(Permission.JOBS_READ)
def cancel(job_id: int) -> Response:
    return _steered(job_id, jobs.cancel(_own_or_steered(job_id).id), "It ends after the step it is in.")


@blueprint.get("/api/<identifier:action_id>")
@requires(Permission.JOBS_READ)
def api_job(action_id: str) -> Response:
    """One async action of the API, with its result."""
    try:
        action = shown(voucherify().async_actions.get(action_id))
    except ValueError:
        abort(404)
    looks, job = _looks(), present(action)
    return render(
        "jobs/api_job.html",
        "jobs/_api_job.html",
        job=job,
        looks=looks,
        poll_after=None if action.is_finished else poll_after(looks),
        is_news=wants_fragment() and request.args.get("was") != job.condition.words,
    )


@blueprint.get("/api/<identifier:action_id>/reports/<int:number>")
@requires(Permission.PERSONAL_DATA_READ)
def report(action_id: str, number: int) -> Response:
    """A report of an async action, counted from 1, passed on as it arrives."""
    client = voucherify()
    try:
        reports = client.async_actions.get(action_id).result.reports
    except ValueError:
        abort(404)
    if not 1 <= number <= len(reports):
        abort(404)
    download = client.async_actions.download_report(reports[number - 1])
    record(Action.EXPORT_DOWNLOADED, async_action=action_id, report=number)
    response = Response(iter(download), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="report-{number}.csv"'
    response.call_on_close(download.close)
    return response


def _list_url(form: JobsForm, position: Position, **more: Any) -> str:
    return url_for("jobs.index", **{**form.asked(), **more, "own": position.own, "api": position.api})


def _api_answer(form: JobsForm, position: Position) -> Answer:
    """The API's half of the list, which it has two seconds for; its trouble leaves ours alone."""
    if form.is_mine:
        return Answer()
    read = partial(voucherify().async_actions.list, API_PAGE_SIZE, end_date=position.api or UNSET)
    answer = answer_by(begin(read), time.monotonic() + API_DEADLINE_SECONDS)
    if isinstance(answer.error, InvalidRequest):
        abort(404)  # no page begins there
    return answer


def _job(job_id: int) -> Job:
    return jobs.find(job_id) or abort(404)


def _own_or_steered(job_id: int) -> Job:
    """The job, for somebody who may steer it: whoever started it, and who may steer those of others."""
    job = _job(job_id)
    if job.owner_id != current_user.id and not may(Permission.JOBS_STEER):
        raise NotPermitted(Permission.JOBS_STEER)
    return job


def _steered(job_id: int, has_changed: bool, message: str) -> Response:
    if has_changed:
        flash(message, "success")
    else:
        flash("That changed nothing: the job was already past it.", "warning")
    return redirect_after_post(url_for("jobs.page", job_id=job_id))


def _looks() -> int:
    return max(0, request.args.get("looks", 0, type=row_number))
