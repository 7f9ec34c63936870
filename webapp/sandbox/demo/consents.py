"""The shop's consents and their groups."""

from typing import Any

from webapp.sandbox.demo.clock import DAY, Moment, written
from webapp.sandbox.demo.identifiers import fixed_id

Document = dict[str, Any]

NEWSLETTER = ("Newsletter by e-mail", "Newsletter by text message", "Newsletter by post")
PARTNERS = ("Offers of partners",)
PRODUCT_NEWS = ("News of new products", "Back in stock")

_GROUPS = (
    ("Newsletter", "What we send every month.", NEWSLETTER, "MARKETING"),
    ("Partners", "Sharing the address with the potters we work with.", PARTNERS, "THIRD_PARTY"),
    ("Product news", "Only when there is something to tell.", PRODUCT_NEWS, "MARKETING"),
)


def consent_groups(opening: Moment) -> list[Document]:
    """The `groups` of GET /v1/consents."""
    return [
        {
            "id": fixed_id("cnstgr_", name),
            "name": name,
            "description": description,
            "consents": [consent_id(consent) for consent in consents],
            "created_at": written(opening),
            "updated_at": None,
            "object": "consent_group",
        }
        for name, description, consents, _ in _GROUPS
    ]


def consents(opening: Moment) -> list[Document]:
    """The `consents` of GET /v1/consents."""
    return [
        {
            "id": consent_id(name),
            "name": name,
            "description": f"{name}: may be given and taken back at any time.",
            "category": category,
            "created_at": written(opening),
            "updated_at": written(opening + 200 * DAY) if category == "THIRD_PARTY" else None,
            "object": "consent",
        }
        for _, _, names, category in _GROUPS
        for name in names
    ]


def consent_id(name: str) -> str:
    """The id of the consent with this name."""
    return fixed_id("cnst_", name)


def in_short(name: str) -> Document:
    """The consent inside an event."""
    return {"id": consent_id(name), "name": name, "object": "consent"}
