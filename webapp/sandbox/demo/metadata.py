"""Metadata schemas of the shop, and the metadata of an ordinary customer under them."""

from random import Random
from typing import Any

from webapp.sandbox.demo.clock import DAY, YEAR, Moment, day_of, midnight_before, written
from webapp.sandbox.demo.identifiers import fixed_id
from webapp.sandbox.demo.places import City

Document = dict[str, Any]

MEMBERSHIP_LEVELS = ("bronze", "silver", "gold")
LANGUAGES = ("cs", "de", "en", "es", "fr", "ja", "pl", "tr")
BRANDS = ("Åland Ceramics", "Bodum", "Le Creuset", "Łysoń", "Muji", "Pillivuyt", "Rörstrand")
TOPICS = ("bread", "coffee", "garden", "knives", "tea")
PAYMENT_MEANS = ("credit-card", "gift-card", "paypal", "wire-transfer")
DELIVERY_METHODS = ("courier", "parcel-locker", "pick-up")


def _property(kind: str, **rules: Any) -> Document:
    return {"type": kind, "array": False, "optional": True, "objectType": None} | rules


_PROPERTIES: dict[str, dict[str, Document]] = {
    "customer": {
        "membership_level": _property("string", eq=list(MEMBERSHIP_LEVELS)),
        "preferred_language": _property("string", minLength=2, maxLength=5),
        "accepts_marketing": _property("boolean"),
        "store_visits": _property("number", gte=0),
        "member_since": _property("date"),
        "last_visit": _property("datetime"),
        "location": _property("geopoint"),
        "photo": _property("image_url"),
        "favorite_brands": _property("string", array=True),
        "anniversaries": _property("date", array=True),
        "preferences": _property("object", objectType="Preferences"),
        "fax": _property("string", deleted=True),
    },
    "Preferences": {
        "contact_by": _property("string", eq=["email", "phone", "post"]),
        "topics": _property("string", array=True, eq=list(TOPICS)),
        "deliver_after": _property("number", gte=0, lte=23),
        "no_calls": _property("boolean"),
    },
    "order": {
        "payment_mean": _property("string", eq=list(PAYMENT_MEANS)),
        "delivery_method": _property("string", eq=list(DELIVERY_METHODS)),
        "delivery_date": _property("date"),
        "gift_wrap": _property("boolean"),
        "true_order_date": _property("datetime"),
    },
    "order_item": {
        "engraving": _property("string", maxLength=40),
        "weight_in_grams": _property("number", gt=0),
    },
    "voucher": {
        "season": _property("string", eq=["spring", "summer", "autumn", "winter"]),
        "printed": _property("boolean"),
    },
    "publication": {"leaflet": _property("image_url"), "publication_method": _property("string")},
    "redemption": {
        "till": _property("string", exactLength=4),
        "redeemed_at_location": _property("geopoint"),
    },
}


def metadata_schemas(opening: Moment) -> list[Document]:
    """Documents of GET /v1/metadata-schemas: one per kind of resource, and the nested `Preferences`."""
    return [
        {
            "id": fixed_id("ms_", resource),
            "related_object": resource,
            "properties": properties,
            "allow_defined_only": False,
            "created_at": written(opening),
            "updated_at": written(opening + 40 * DAY),
            "object": "metadata_schema",
        }
        for resource, properties in _PROPERTIES.items()
    ]


def customer_metadata(rng: Random, city: City, language: str, created: Moment) -> Document:
    """What the shop knows of a customer besides the profile: some declared keys, now and then unknown ones."""
    metadata: Document = {"membership_level": rng.choices(MEMBERSHIP_LEVELS, (70, 22, 8))[0]}
    chance = rng.random
    if chance() < 0.6:
        metadata["preferred_language"] = language
    if chance() < 0.5:
        metadata["accepts_marketing"] = chance() < 0.7
    if chance() < 0.4:
        metadata["store_visits"] = rng.randrange(40) if chance() < 0.95 else 12.5
    if chance() < 0.2:
        metadata["member_since"] = day_of(created - rng.randrange(3 * YEAR))
    if chance() < 0.2:
        metadata["last_visit"] = written(created - rng.randrange(30 * DAY))
    if chance() < 0.15:
        metadata["location"] = f"{city.latitude}, {city.longitude}"
    if chance() < 0.2:
        metadata["favorite_brands"] = sorted(rng.sample(BRANDS, rng.randrange(1, 4)))
    if chance() < 0.15:
        metadata["preferences"] = {
            "contact_by": rng.choice(("email", "phone", "post")),
            "topics": sorted(rng.sample(TOPICS, 2)),
            "deliver_after": rng.randrange(8, 20),
            "no_calls": chance() < 0.5,
        }
    if chance() < 0.12:
        metadata |= _seldom_known(rng, created)
    return metadata


def _seldom_known(rng: Random, created: Moment) -> Document:
    """Rare values, among them a removed definition, keys no schema declares, and an explicit null."""
    seldom: tuple[Document, ...] = (
        {"photo": "https://images.example.org/customers/portrait.jpg"},
        {"anniversaries": [day_of(midnight_before(created) - years * YEAR) for years in (1, 7)]},
        {"fax": f"+49 30 23125 {rng.randrange(100, 1000)}"},
        {"legacy_crm_number": f"{rng.randrange(10**6):06d}"},
        {"note from the old shop": "asked for a paper catalogue"},
        {"store_visits": None},
    )
    return rng.choice(seldom)
