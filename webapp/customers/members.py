"""The members of a segment, in the same table as a search."""

import json

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customers import search as searching
from webapp.customers.criteria import LAST_PAGE, Search
from webapp.customers.presenters import results
from webapp.customers.selecting import page_address, selecting
from webapp.interpretation import interpret
from webapp.privacy import shown
from webapp.rendering import render
from webapp.service import voucherify
from webapp.side_by_side import side_by_side

blueprint = Blueprint("members", __name__)


@blueprint.get("/segments/<identifier:segment_id>")
@requires(Permission.CUSTOMERS_READ)
def page(segment_id: str) -> Response:
    """One segment and a page of the customers in it, newest first."""
    number = max(1, request.args.get("page", 1, type=int))
    client = voucherify()
    search = Search(interpret(""), segment_id=segment_id)
    if number > LAST_PAGE:
        segment, presented = client.segments.get(segment_id), results.beyond_reach(number)
        selectable = None
    else:
        segment, found = side_by_side(
            lambda: client.segments.get(segment_id), lambda: searching.run(client, search, number)
        )
        presented = results.present(search, found, number, segment.name or "", show=shown)
        selectable = selecting(search, found, number, url_for(".page", segment_id=segment_id))
    return render(
        "customers/segment.html",
        segment=segment,
        filter_json=json.dumps(segment.to_json()["filter"], indent=2, ensure_ascii=False) if segment.filter else "",
        results=presented,
        selecting=selectable,
        page_url=lambda page: page_address(".page", page, segment_id=segment_id),
    )
