"""What the agent saw, as a signed text that the form carries along. Whoever has the page may read it."""

from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from webapp.editing.drafts import Base
from webapp.editing.inputs import Schema
from webapp.voucherify import UNSET
from webapp.voucherify.metadata_schemas import Definition

SALT = "what the agent saw, first shape"
"""Changes whenever the shape does, so that a form from before an upgrade counts as unreadable."""


class UnreadableBaseError(Exception):
    """The text is not one of ours, or was signed with a key that is no longer in use."""


def sealed(base: Base) -> str:
    """The base as text."""
    return _serializer().dumps(
        {
            "customer": base.customer_id,
            "profile": base.profile,
            "schema": _schema_json(base.schema),
            "read_at": base.read_at.isoformat(),
            "token": base.token,
            "disputed": {name: [] if value is UNSET else [value] for name, value in base.disputed.items()},
        }
    )


def opened(text: str) -> Base:
    """The base of a text. Raise UnreadableBaseError."""
    try:
        kept: dict[str, Any] = _serializer().loads(text)
    except BadData:
        raise UnreadableBaseError from None
    return Base(
        customer_id=kept["customer"],
        profile=kept["profile"],
        schema=_schema(kept["schema"]),
        read_at=datetime.fromisoformat(kept["read_at"]),
        token=kept["token"],
        disputed={name: value[0] if value else UNSET for name, value in kept["disputed"].items()},
    )


def _serializer() -> URLSafeSerializer:
    newest_first: tuple[str, ...] = current_app.extensions["settings"].secret_keys
    return URLSafeSerializer([*reversed(newest_first)], salt=SALT)


def _schema_json(schema: Schema) -> dict[str, Any]:
    return {
        "definitions": {key: definition.to_json() for key, definition in schema.definitions.items()},
        "nested": {
            name: {key: definition.to_json() for key, definition in inner.items()}
            for name, inner in schema.nested.items()
        },
        "allows_others": schema.allows_others,
        "is_known": schema.is_known,
    }


def _schema(kept: dict[str, Any]) -> Schema:
    return Schema(
        definitions={key: Definition(definition) for key, definition in kept["definitions"].items()},
        nested={
            name: {key: Definition(definition) for key, definition in inner.items()}
            for name, inner in kept["nested"].items()
        },
        allows_others=kept["allows_others"],
        is_known=kept["is_known"],
    )
