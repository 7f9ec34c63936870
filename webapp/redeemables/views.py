"""What one customer holds, and one voucher of it."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_page import Section, add_section, begin_visit, render_section
from webapp.privacy import shown
from webapp.redeemables.forms import RedeemablesForm
from webapp.redeemables.parts import BLOCKERS_IN_HEAD, PANEL
from webapp.redeemables.presenters.holdings import GROUPS, groups_of
from webapp.redeemables.presenters.story import present
from webapp.redeemables.reading import PAGE_SIZE, VoucherStory, read_story
from webapp.rendering import formats
from webapp.voucherify import UNSET, Page, Voucherify
from webapp.voucherify.redeemables import RedeemableHolder

blueprint = Blueprint("redeemables", __name__)
SECTION = Section("redeemables", "Redeemables", "redeemables.page", place=20, panel=PANEL, blockers=BLOCKERS_IN_HEAD)
add_section(blueprint, SECTION)

NOT_CONDITIONS = {"after", "from", "more"}
TYPE_IS = {"conditions-0-field": "voucher_type", "conditions-0-operator": "$is"}


@blueprint.get("/customers/<identifier:customer_id>/redeemables")
@requires(Permission.CUSTOMERS_READ)
def page(customer_id: str) -> Response:
    """What the customer holds, by type; `after` is the holder's id it goes on from, `from` how many came before."""
    form = RedeemablesForm(MultiDict(_conditions()))
    is_valid = form.validate()
    if "more" in request.args:
        form.add_condition()
    if not is_valid:
        return _page(customer_id, form)
    filters = form.filters()
    after_id, before = request.args.get("after", ""), max(0, request.args.get("from", 0, type=int))

    def read(client: Voucherify, customer_id: str) -> Page[RedeemableHolder]:
        return client.redeemables.list(
            customer_id, PAGE_SIZE, order="-id", starting_after_id=after_id or UNSET, filters=filters or UNSET
        )

    return _page(customer_id, form, read, before=before, is_narrowing=filters is not None)


def _page(customer_id: str, form: RedeemablesForm, read: Any = None, **context: Any) -> Response:
    visit = begin_visit(customer_id, *([read] if read else []))
    found: Page[RedeemableHolder] = visit.result(read) if read else Page(())
    before = context.get("before", 0)
    groups = groups_of((shown(holder, visit.customer) for holder in found.items), formats())
    has_more = bool(found.items) and not found.ends_list(PAGE_SIZE)
    next_url = _next_url(visit.customer.id, found, before) if has_more else None
    response = render_section(
        visit,
        SECTION.name,
        "redeemables/page.html",
        "redeemables/_groups.html" if before else "redeemables/_list.html",
        form=form,
        groups=groups,
        first=before + 1,
        last=before + len(found.items),
        total=found.total,
        next_url=next_url,
        presets=_presets(visit.customer.id),
        **context,
    )
    response.status_code = 200 if read else 422
    return response


@blueprint.get("/customers/<identifier:customer_id>/redeemables/<identifier:voucher_id>")
@requires(Permission.CUSTOMERS_READ)
def voucher(customer_id: str, voucher_id: str) -> Response:
    """One voucher or card, by its id; `after` is the transaction that older ones follow."""
    after_id = request.args.get("after", "")

    def read(client: Voucherify, _customer_id: str) -> VoucherStory:
        return read_story(client, voucher_id, after_id)

    visit = begin_visit(customer_id, read)
    found: VoucherStory = visit.result(read)
    transactions = found.transactions
    is_complete = transactions.ends_list(PAGE_SIZE)
    story = present(
        shown(found.voucher, visit.customer),
        Page(tuple(shown(each, visit.customer) for each in transactions.items)),
        shown(found.redemptions, visit.customer),
        customer_id=visit.customer.id,
        formats=formats(),
        now=visit.read_at,
        is_newest=not after_id,
        is_complete=is_complete,
    )
    older = None if is_complete else transactions.more_starting_after or transactions.items[-1].id
    return render_section(
        visit, SECTION.name, "redeemables/voucher.html", story=story, voucher_id=voucher_id, older=older, after=after_id
    )


def _conditions() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name not in NOT_CONDITIONS]


def _next_url(customer_id: str, found: Page[RedeemableHolder], before: int) -> str:
    query: dict[str, Any] = dict(_conditions())
    query |= {"after": found.more_starting_after or found.items[-1].id, "from": before + len(found.items)}
    return url_for(".page", customer_id=customer_id, **query)


def _presets(customer_id: str) -> list[tuple[str, str, bool]]:
    """What to call the page with everything and with each type alone, their addresses, and which one is shown."""
    asked = dict(_conditions())
    choices: dict[str, dict[str, Any]] = {"Everything": {}}
    choices |= {words: {**TYPE_IS, "conditions-0-value": kind} for kind, words in GROUPS.items()}
    return [
        (words, url_for(".page", customer_id=customer_id, **conditions), conditions == asked)
        for words, conditions in choices.items()
    ]
