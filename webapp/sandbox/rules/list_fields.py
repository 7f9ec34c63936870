"""The fields by which the lists of vouchers, redemptions, publications and campaigns can be filtered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from webapp.sandbox import moments
from webapp.sandbox.rules.filters import Sql
from webapp.sandbox.rules.filters.fields import Field, Fields, column, in_document, stamp

VOUCHER_CODE = "json_extract(document, '$.voucher.code')"  # of a redemption; spelled as its index is
TRACKING_ID = "json_extract(document, '$.tracking_id')"
CHANNEL = "json_extract(document, '$.channel')"  # of a publication
IS_REFERRAL_CODE = "iif(json_extract(document, '$.is_referral_code'), 'true', 'false')"  # of a voucher


def _inside(*keys: str) -> Field:
    """A text in the document, compared as it stands."""
    return column(f"json_extract(document, '$.{'.'.join(keys)}')")


_VOUCHERS: dict[str, Field] = {
    **{name: column(name) for name in ("id", "code", "campaign", "campaign_id", "category", "type")},
    "campaign_name": column("campaign"),
    "voucher_type": column("type"),
    **{name: stamp(name) for name in ("created_at", "updated_at")},
    **{name: in_document([name]) for name in ("start_date", "expiration_date", "active")},
    "is_referral_code": replace(column(IS_REFERRAL_CODE), folds=True),
    **{name: _inside(name) for name in ("holder_id", "category_id")},
}

_REDEMPTIONS: dict[str, Field] = {
    "voucher_code": column(VOUCHER_CODE),
    "related_object_parent_id": _inside("voucher", "campaign_id"),
    "parent_redemption_id": column("CASE object WHEN 'redemption' THEN json_extract(document, '$.redemption') END"),
    "campaign_name": column("campaign"),
    "user_login": _inside("user", "login"),
    **{name: _inside(name) for name in ("related_object_id", "failure_code")},
    **{name: column(name) for name in ("result", "object", "customer_id")},
}

_PUBLISHED = (
    "json_each(publications.document, '$.vouchers_id') AS published"
    " CROSS JOIN vouchers ON vouchers.id = published.value"
)

PUBLICATIONS: dict[str, Field] = {
    "campaign_name": column("campaign"),
    "failure_code": _inside("failure_code"),
    "related_object_id": in_document(["vouchers_id"]),
    **{name: column(name) for name in ("result", "customer_id", "source_id")},
    **{
        name: column(name, Sql(f"(SELECT {expression} AS {name} FROM {_PUBLISHED})"))  # noqa: S608 -- our own names
        for name, expression in {
            "voucher_type": "vouchers.type",
            "parent_object_id": "vouchers.campaign_id",
            "is_referral_code": "iif(json_extract(vouchers.document, '$.is_referral_code'), 'true', 'false')",
        }.items()
    },
}

_CAMPAIGNS: dict[str, Field] = {
    "campaigns": column("name"),
    "campaigns_id": column("id"),
    "campaign_status": _inside("creation_status"),
    "is_referral_code": in_document(["voucher", "is_referral_code"]),
    "voucher_type": _inside("voucher", "type"),
    "categories": _inside("category"),
    "category_ids": _inside("category_id"),
    "type": _inside("type"),
    "created_date": stamp("created_at"),
    "updated_at": stamp("updated_at"),
    **{
        name: in_document([name])
        for name in ("start_date", "expiration_date", "validity_timeframe", "validity_day_of_week")
    },
}


def _with_metadata(fields: Mapping[str, Field]) -> Fields:
    def field(name: str) -> Field | None:
        if name.startswith("metadata.") and all(keys := name.split(".")):
            return in_document(keys)
        return fields.get(name)

    return field


vouchers = _with_metadata(_VOUCHERS)
redemptions = _with_metadata(_REDEMPTIONS)
publications = _with_metadata(PUBLICATIONS)


def campaigns(now: datetime) -> Fields:
    """The fields of a campaign; its states ($active, $expired, ...) are those of `now`."""
    moment = moments.written(now)
    enabled = "coalesce(json_extract(document, '$.active'), 1)"
    started = "coalesce(json_extract(document, '$.start_date'), '') <= ?"
    ended = "coalesce(json_extract(document, '$.expiration_date'), '9') <= ?"
    created = "json_extract(document, '$.creation_status') = '{}'"
    states = {
        "$enabled": Sql(enabled),
        "$disabled": Sql(f"NOT {enabled}"),
        "$expired": Sql(ended, (moment,)),
        "$before_start": Sql(f"NOT {started}", (moment,)),
        "$active": Sql(f"({enabled} AND {started} AND NOT {ended})", (moment, moment)),
        "$failed": Sql(created.format("FAILED")),
        "$in_progress": Sql(created.format("IN_PROGRESS")),
    }
    state = replace(_inside("active"), states=states)
    return _with_metadata(_CAMPAIGNS | {"status": state, "active": state})
