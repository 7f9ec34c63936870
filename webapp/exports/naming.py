"""What an export's file is called. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.exports.conditions import told
from webapp.exports.fields import EXPORTABLES
from webapp.voucherify.export_records import Export

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def file_name(export: Export, zone: ZoneInfo, now: datetime) -> str:
    """A name such as `orders-paid-2026-11-21.csv`: what is in it, the statuses asked for, the day it was made.

    Values of other filters are left out, as they may be personal data and names of files travel far.
    """
    kind = EXPORTABLES.get(export.exported_object or "")
    made = (export.created_at or now).astimezone(zone)
    parts = [kind.plural if kind else export.exported_object or "export", *_statuses(export), f"{made:%Y-%m-%d}"]
    return "-".join(_plain(part) for part in parts) + ".csv"


def _statuses(export: Export) -> Iterator[str]:
    for condition in told(export.parameters.filters):
        if condition.field == "status" and condition.operator in {"$is", "$in"}:
            yield from map(str, condition.values)


def _plain(text: str) -> str:
    return NOT_IN_NAMES.sub("-", text.lower()).strip("-")
