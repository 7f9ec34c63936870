"""Profiles of ordinary customers: who they are, before anything happens to them."""

from random import Random
from typing import Any

from webapp.sandbox.demo.clock import DAY, YEAR, Moment, day_of
from webapp.sandbox.demo.metadata import customer_metadata
from webapp.sandbox.demo.names import NAMES
from webapp.sandbox.demo.places import PLACES, City, Place

Document = dict[str, Any]

_LOCALES = tuple(PLACES)
_MARKS = {"#": "0123456789", "%": "1234567891", "@": "ABDEFHJKRT"}
_DOMAINS = ("example.org", "example.com", "example.net", "example.edu", "post.example", "mail.example")
_DESCRIPTIONS = (
    "Prefers to be called in the morning.",
    "Asked twice about the blue glaze. Send a sample when it is back.",
    "Regular at the till in the old town;\npays in cash, collects receipts.",
    "Wholesale: invoices quarterly, tax number on file.",
    "Мова листування: українська.",
    "Left-handed: no knives from the Yama series.",
)
_SOURCE_IDS = (
    "crm/{slot}", "shop#{slot}", "till?{slot}", "{email}", "{uuid}", "a+b={slot}", "box office {slot}", "50%2F{slot}",
)  # fmt: skip


def fill(pattern: str, rng: Random) -> str:
    """A pattern with its marks replaced: `#` by a digit, `%` by a digit from 1 to 9, `@` by a capital letter."""
    digits = (int(digit) for digit in f"{rng.getrandbits(60):019d}"[::-1])
    return "".join(_MARKS[mark][next(digits)] if mark in _MARKS else mark for mark in pattern)


def ordinary_profile(rng: Random, slot: int, created: Moment, shared_email: str | None = None) -> Document:
    """The profile of the customer at one place of the world's list, much of it missing now and then.

    `shared_email`, when given, is somebody else's address that this customer uses as well.
    Keys are those of POST /v1/customers; the `source_id` and the e-mail carry the slot, so no two are alike by chance.
    """
    completeness = rng.random()
    if completeness < 0.02:
        return {}
    if completeness < 0.05:
        return {"source_id": f"guest-{slot}"}
    return _full_profile(rng, slot, created, shared_email)


def _full_profile(rng: Random, slot: int, created: Moment, shared_email: str | None) -> Document:
    chance = rng.random
    locale = rng.choice(_LOCALES)
    place = PLACES[locale]
    city = rng.choice(place.cities)
    name, roman = _name(rng, locale)
    email = shared_email or f"{roman}.{slot}@{rng.choice(_DOMAINS)}"

    profile: Document = {}
    if chance() < 0.93:
        profile["source_id"] = _source_id(rng, slot, email)
    if chance() < 0.97:
        profile["name"] = name
    if chance() < 0.06:
        profile["description"] = rng.choice(_DESCRIPTIONS)
    if shared_email or chance() < 0.9:
        profile["email"] = email
    if chance() < 0.55:
        profile["phone"] = fill(rng.choice(place.phones), rng)
    if chance() < 0.5:
        profile["birthdate"] = _birthdate(rng, created)
        if chance() < 0.06:
            profile["birthday"] = _birthdate(rng, created)
    if chance() < 0.7:
        profile["address"] = address(rng, place, city)
    if chance() < 0.65:
        profile["metadata"] = customer_metadata(rng, city, locale[:2], created)
    return profile


def _name(rng: Random, locale: str) -> tuple[str, str]:
    """A name as its bearer writes it (sometimes romanized), and its form for an e-mail address."""
    names = NAMES[locale]
    givens, families = rng.choice(names.people)
    given, family = rng.choice(givens), rng.choice(families)
    if rng.random() < 0.12:
        name = f"{given.roman} {family.roman}"
    elif names.family_first:
        name = f"{family.own}{names.joiner}{given.own}"
    else:
        name = f"{given.own} {family.own}"
    roman = f"{given.roman}.{family.roman}".lower().replace(" ", "").replace("'", "")
    return name, roman


def _source_id(rng: Random, slot: int, email: str) -> str:
    if rng.random() < 0.7:
        return f"crm-{100_000 + slot}"
    digits = f"{slot:08x}{rng.getrandbits(96):024x}"
    uuid = f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
    mailbox, _, domain = email.partition("@")
    return rng.choice(_SOURCE_IDS).format(slot=slot, email=f"{mailbox}+{slot}@{domain}", uuid=uuid)


def _birthdate(rng: Random, created: Moment) -> str:
    luck = rng.random()
    if luck < 0.02:
        return f"{rng.randrange(1924, 2006, 4)}-02-29"
    if luck < 0.03:
        return f"19{rng.randrange(8, 24):02d}-12-31"
    return day_of(created - 18 * YEAR - rng.randrange(23_000) * DAY)


def address(rng: Random, place: Place, city: City) -> Document:
    """An address in one city, sometimes only the city or without a street's second line."""
    if rng.random() < 0.1:
        return {"city": city.name, "country": place.country}
    return {
        "city": city.name,
        "state": city.state,
        "line_1": fill(rng.choice(place.streets), rng),
        "line_2": fill("Apt. %#", rng) if rng.random() < 0.15 else None,
        "country": place.country,
        "postal_code": fill(city.postal_code, rng),
    }
