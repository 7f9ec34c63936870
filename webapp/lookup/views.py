"""The lookup: from what a ticket says to the customer it is about."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.interpretation import Kind, interpret
from webapp.lookup.finding import Findings, find
from webapp.lookup.presenters import present, problems_of
from webapp.privacy import shown
from webapp.rate_limits import limit_lookup
from webapp.rendering import render
from webapp.service import voucherify
from webapp.store import saved_searches

blueprint = Blueprint("lookup", __name__)
LONGEST = 500


@blueprint.post("/lookup")
@requires(Permission.CUSTOMERS_READ)
@limit_lookup
def look_up() -> Response:
    """Take what was typed out of sight, and go on at an address that does not tell it."""
    return _to_clean_address(request.form.get("q", ""))


@blueprint.get("/lookup")
@requires(Permission.CUSTOMERS_READ)
@limit_lookup
def page() -> Response:
    """Go to the one customer the text leads to, or list those it may mean.

    `search` is a lookup kept for the person who asked. `q` is for links from a help desk, which carry the text
    itself; the answer to them leads to an address without it.
    """
    if "q" in request.args:
        return _to_clean_address(request.args["q"])
    search_id = request.args.get("search", "")
    kept = saved_searches.recall(current_user.id, search_id) if search_id else {}
    if kept is None:
        return render("lookup/page.html", status=404, is_forgotten=True)
    text = kept.get("lookup", "")
    asked = interpret(text)
    if asked.kind is Kind.NOTHING:
        return render("lookup/page.html")
    findings = find(voucherify(), asked)
    if findings.only_customer:
        flash(f"The only customer found: {findings.only_customer.reason}.", "info")
        return _lead_to(url_for("customers.profile", customer_id=findings.only_customer.customer.id), findings)
    if findings.only_order:
        return _lead_to(url_for("orders.page", order_id=findings.only_order.id), findings)
    return render("lookup/page.html", hits=present(findings, shown), text=asked.text)


def _lead_to(address: str, findings: Findings) -> Response:
    """Go straight there, and say where could not be looked."""
    for problem in problems_of(findings):
        flash(problem, "warning")
    return redirect(address, 303)


def _to_clean_address(text: str) -> Response:
    text = text.strip()[:LONGEST]
    search_id = saved_searches.remember(current_user.id, {"lookup": text}) if text else None
    return redirect(url_for(".page", search=search_id), 303)
