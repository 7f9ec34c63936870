"""What the agent saw of an order, as a signed text that the form carries along. Whoever has the page may read it."""

from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from webapp.orders.writing.contents import ITEMS
from webapp.orders.writing.drafts import Base
from webapp.orders.writing.metadata_fields import Schema
from webapp.voucherify import UNSET
from webapp.voucherify.metadata_schemas import Definition

SALT = "what the agent saw of an order, first shape"
"""Changes whenever the shape does, so that a form from before an upgrade counts as unreadable."""


class UnreadableBaseError(Exception):
    """The text is not one of ours, or was signed with a key that is no longer in use."""


def sealed(base: Base) -> str:
    """The base as text."""
    schema = base.schema
    return _serializer().dumps(
        {
            "order": base.order_id,
            "contents": base.contents,
            "definitions": {key: definition.to_json() for key, definition in schema.definitions.items()},
            "allows_others": schema.allows_others,
            "is_known": schema.is_known,
            "read_at": base.read_at.isoformat(),
            "token": base.token,
            "items_shown": base.items_shown if base.items_shown != base.contents.get(ITEMS, []) else None,
            "disputed": {name: [] if value is UNSET else [value] for name, value in base.disputed.items()},
        }
    )


def opened(text: str) -> Base:
    """The base of a text. Raise UnreadableBaseError."""
    try:
        kept: dict[str, Any] = _serializer().loads(text)
    except BadData:
        raise UnreadableBaseError from None
    definitions = {key: Definition(definition) for key, definition in kept["definitions"].items()}
    return Base(
        order_id=kept["order"],
        contents=kept["contents"],
        schema=Schema(definitions, allows_others=kept["allows_others"], is_known=kept["is_known"]),
        read_at=datetime.fromisoformat(kept["read_at"]),
        token=kept["token"],
        items_shown=kept["contents"].get(ITEMS, []) if kept["items_shown"] is None else kept["items_shown"],
        disputed={name: value[0] if value else UNSET for name, value in kept["disputed"].items()},
    )


def _serializer() -> URLSafeSerializer:
    newest_first: tuple[str, ...] = current_app.extensions["settings"].secret_keys
    return URLSafeSerializer([*reversed(newest_first)], salt=SALT)
