"""Publications: a voucher becomes a customer's own."""

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules import (
    campaigns,
    customers,
    events,
    excerpts,
    figures,
    issuing,
    loyalty_tiers,
    membership,
    redeemables,
    vouchers,
)
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.mentions import mentioned
from webapp.sandbox.tables import HOLDERS, PUBLICATIONS, VOUCHERS
from webapp.sandbox.wire import ApiError, not_found

Document = dict[str, Any]

_REFUSALS = {
    "DISABLED": ("voucher_disabled", "Voucher disabled"),
    "EXPIRED": ("voucher_expired", "Voucher expired"),
}
_UNPUBLISHED = """
SELECT document FROM vouchers
WHERE campaign_id = ? AND json_extract(document, '$.publish.count') = 0
    AND NOT EXISTS (SELECT 1 FROM holders WHERE redeemable_id = vouchers.id)
"""


def publish_voucher(change: Change, code: str, customer_fields: Mapping[str, Any], **fields: Any) -> Document:
    """Gives one voucher to a customer. `fields` are source_id, channel and metadata.

    404 when there is no such voucher; 400 when it was published before, is disabled or has expired.
    """
    _refuse_duplicate(change, fields.get("source_id"))
    voucher = vouchers.get(change.connection, code)
    if voucher["publish"]["count"] or HOLDERS.find(change.connection, redeemable_id=voucher["id"]):
        details = f"Voucher '{voucher['id']}' has already been published"
        raise ApiError(400, "voucher_already_published", details, message="Voucher already published")
    refusal = _REFUSALS.get(redeemables.status(voucher, moments.read(change.now)))
    if refusal is not None:
        raise ApiError(400, refusal[0], f"Voucher '{voucher['id']}' cannot be published", message=refusal[1])
    customer = mentioned(change, customer_fields)
    campaign = vouchers.campaign_of(change.connection, voucher)
    return _published(change, customer, campaign, [voucher], **fields)


def publish_from_campaign(
    change: Change, name: str, count: int, customer_fields: Mapping[str, Any], *, join_once: bool, **fields: Any
) -> Document:
    """Gives `count` vouchers of a campaign (found by id or name) to a customer.

    With `join_once`, the call's or the campaign's own, a customer who was given a voucher of the campaign before
    gets that publication again. A campaign that makes vouchers as needed does so; another gives those it has.
    404 when there is no such campaign, 400 when it has no voucher to give.
    """
    _refuse_duplicate(change, fields.get("source_id"))
    campaign = campaigns.find(change.connection, name)
    if campaign is None:
        raise not_found("campaign", name)
    if (join_once or campaign["join_once"]) and (earlier := _earlier(change.connection, campaign, customer_fields)):
        return earlier
    chosen = _suitable(change, campaign, count)
    return _published(change, mentioned(change, customer_fields), campaign, chosen, **fields)


def _refuse_duplicate(change: Change, source_id: str | None) -> None:
    if source_id and PUBLICATIONS.find(change.connection, source_id=source_id):
        details = f"Publication with source_id: '{source_id}' already exists"
        raise ApiError(400, "duplicate_source_id", details, message="Duplicate source_id")


def _earlier(connection: Connection, campaign: Document, fields: Mapping[str, Any]) -> Document | None:
    identifier = fields.get("id") or fields.get("source_id")
    customer = customers.find(connection, identifier) if identifier else None
    row = customer and PUBLICATIONS.find(
        connection, customer_id=customer["id"], campaign=campaign["name"], result="SUCCESS"
    )
    return json.loads(row["document"]) if row else None


def _suitable(change: Change, campaign: Document, count: int) -> list[Document]:
    now = moments.read(change.now)
    chosen: list[Document] = []
    if campaign.get("voucher") and redeemables.status(campaign, now) in ("ACTIVE", "NOT_ACTIVE_YET"):
        rows = change.connection.execute(_UNPUBLISHED, [campaign["id"]])
        unpublished = (json.loads(row["document"]) for row in rows)
        chosen += islice((each for each in unpublished if redeemables.status(each, now) not in _REFUSALS), count)
        if campaign["type"] == "AUTO_UPDATE":
            chosen += [issuing.issue(change, campaign) for _ in range(count - len(chosen))]
    if len(chosen) < count:
        details = f"Campaign '{campaign['name']}' has no voucher suitable for publication"
        raise ApiError(
            400, "no_voucher_suitable_for_publication", details, message="No voucher suitable for publication"
        )
    return chosen


def _published(
    change: Change,
    customer: Document,
    campaign: Document | None,
    chosen: list[Document],
    *,
    source_id: str | None,
    channel: str | None,
    metadata: Document | None,
) -> Document:
    owned = [_handed_over(change, customer, voucher) for voucher in chosen]
    publication: Document = {
        "id": new_identifier("pub_"),
        "object": "publication",
        "created_at": change.now,
        "customer_id": customer["id"],
        "tracking_id": customer.get("source_id"),
        "metadata": metadata or {},
        "channel": channel or "API",
        "source_id": source_id,
        "result": "SUCCESS",
        "customer": excerpts.customer(customer),
        "vouchers_id": [voucher["id"] for voucher in owned],
    }
    if len(owned) == 1:
        publication["voucher"] = excerpts.published_voucher(owned[0])
    else:
        publication["vouchers"] = [voucher["code"] for voucher in owned]
    PUBLICATIONS.insert(change.connection, [publication | {"campaign": campaign and campaign["name"]}])
    payload = {
        "customer": publication["customer"],
        "campaign": excerpts.campaign(campaign),
        "publication": publication,
    }
    links = excerpts.campaign_links(campaign)
    events.record(change, "customer.publication.succeeded", customer["id"], payload, category="EFFECT", **links)
    for voucher in owned:
        _hold(change, customer, campaign, voucher, publication["id"])
    figures.refresh(change.connection, [customer["id"]])
    if campaign and campaign["campaign_type"] == "LOYALTY_PROGRAM":
        loyalty_tiers.settle(change, customer, campaign, owned[0]["loyalty_card"]["points"])
    membership.reevaluate(change, [customer["id"]])
    return publication


def _handed_over(change: Change, customer: Document, voucher: Document) -> Document:
    owned = voucher | {
        "holder_id": customer["id"],
        "publish": voucher["publish"] | {"count": voucher["publish"]["count"] + 1},
    }
    if voucher["is_referral_code"]:
        owned["referrer_id"] = customer["id"]
    VOUCHERS.update(change.connection, owned)
    return owned


def _hold(
    change: Change, customer: Document, campaign: Document | None, voucher: Document, publication_id: str
) -> None:
    links = excerpts.campaign_links(campaign)
    holder = {
        "id": new_identifier("rh_"),
        "created_at": change.now,
        "redeemable_id": voucher["id"],
        "redeemable_object": "voucher",
        "customer_id": customer["id"],
        "holder_role": "REFERRER" if voucher["is_referral_code"] else "OWNER",
        "campaign_id": links.get("campaign_id"),
        "campaign_type": links.get("campaign_type"),
        "voucher_type": voucher["type"],
    }
    HOLDERS.insert(change.connection, [holder])
    payload = {
        "holder": holder | {"publication_id": publication_id, "object": "redeemable_holder"},
        "voucher": excerpts.voucher(voucher),
        "campaign": excerpts.campaign(campaign),
        "customer": excerpts.customer(customer),
    }
    kind = "customer.holder.assignment.created"
    events.record(change, kind, customer["id"], payload, category="EFFECT", **links)
