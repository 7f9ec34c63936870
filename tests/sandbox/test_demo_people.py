"""The people of the demo world: international, incomplete, and unkind to careless programs."""

import unicodedata
from collections import Counter
from datetime import date

import pytest

from tests.support.demo_world import NOW, Row, demo_world
from webapp.sandbox.demo.names import NAMES
from webapp.sandbox.demo.places import PLACES

RESERVED_DOMAINS = ("example.org", "example.com", "example.net", "example.edu", ".example")
SCRIPTS = {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "HANGUL", "DEVANAGARI"}


def values(key: str) -> list[str]:
    return [customer[key] for customer in demo_world()["customers"] if customer.get(key)]


def metadata() -> list[Row]:
    return [customer["metadata"] for customer in demo_world(1000)["customers"] if customer.get("metadata")]


def test_names_and_places_cover_the_same_locales() -> None:
    assert NAMES.keys() == PLACES.keys()
    assert len(NAMES) >= 20


def test_names_come_in_many_scripts() -> None:
    scripts = {unicodedata.name(letter, "").split(" ")[0] for name in values("name") for letter in name}

    assert scripts >= SCRIPTS


def test_women_and_men_bear_as_many_forms_of_a_family_name() -> None:
    for locale, names in NAMES.items():
        (_, families_of_women), (_, families_of_men) = names.people
        assert len(families_of_women) == len(families_of_men), locale


@pytest.mark.parametrize("locale", NAMES)
def test_every_name_has_a_form_for_an_address(locale: str) -> None:
    for givens, families in NAMES[locale].people:
        assert all(name.roman and name.roman.isascii() for name in givens + families)


def test_cities_lie_in_their_country() -> None:
    cities = {(city.name, place.country) for place in PLACES.values() for city in place.cities}
    ordinary = [
        customer["address"]
        for customer in demo_world()["customers"]
        if customer["address"] and customer["address"].get("country") in {place.country for place in PLACES.values()}
    ]

    told = {(address["city"], address["country"]) for address in ordinary}
    assert len(told & cities) > 40
    assert len(told - cities) <= 2, "only the hand-made customers live elsewhere"


def test_mail_goes_to_reserved_domains_only() -> None:
    assert all(email.endswith(RESERVED_DOMAINS) for email in values("email"))


def test_about_two_in_a_hundred_share_an_address() -> None:
    shared = [times for times in Counter(values("email")).values() if times > 1]

    assert set(shared) == {2}
    assert 0.005 < sum(shared) / 400 < 0.05


def test_much_is_missing() -> None:
    customers = demo_world()["customers"]

    for key in ("name", "email", "phone", "birthdate", "address", "metadata", "source_id"):
        missing = sum(not customer.get(key) for customer in customers)
        assert 0 < missing < 400, key
    assert any(
        not any(customer.get(key) for key in ("source_id", "name", "email", "phone", "address"))
        for customer in customers
    )


def test_birthdates_are_days_of_the_past() -> None:
    birthdates = [date.fromisoformat(value) for value in values("birthdate")]

    assert max(birthdates) < NOW.date()
    assert min(birthdates).year < 1920
    assert any((day.month, day.day) == (2, 29) for day in birthdates)


def test_the_old_birthday_may_differ_from_the_birthdate() -> None:
    assert any(
        customer.get("birthday") and customer["birthday"] != customer.get("birthdate")
        for customer in demo_world()["customers"]
    )


def test_the_two_customers_everybody_asks_for_exist_once() -> None:
    assert values("source_id").count("a/b?c=d#e%2F+x@y z") == 1
    assert values("name").count("<img src=x onerror=alert(1)>") == 1


@pytest.mark.parametrize(
    "hostile", ['"><script>', "DROP TABLE", "{{7*7}}", "=HYPERLINK(", "\u200d", "\u0303", "\u202e", "   "]
)
def test_hostile_names_exist(hostile: str) -> None:
    assert any(hostile in name for name in values("name"))


def test_names_are_of_every_length() -> None:
    lengths = {len(name) for name in values("name")}

    assert min(lengths) == 1
    assert max(lengths) == 300


def test_no_control_characters() -> None:
    texts = [text for key in ("name", "description", "source_id", "email", "phone") for text in values(key)]

    assert not [text for text in texts for letter in text if unicodedata.category(letter) == "Cc" and letter != "\n"]


def test_source_ids_hold_what_needs_escaping_in_a_path() -> None:
    source_ids = "".join(values("source_id"))

    assert set("/?#%+@ .") <= set(source_ids)
    assert {".", "..", "new"} & set(values("source_id"))


def test_metadata_keeps_to_its_schema() -> None:
    schemas = {schema["related_object"]: schema["properties"] for schema in demo_world()["metadata_schemas"]}
    kinds = {"string": str, "number": int | float, "boolean": bool, "date": str, "datetime": str, "geopoint": str}
    kinds |= {"image_url": str, "object": dict}
    used = set()

    for entry in metadata():
        for key, value in entry.items():
            definition = schemas["customer"].get(key)
            if definition is None or value is None:
                continue
            used.add(key)
            for single in value if definition["array"] else [value]:
                assert isinstance(single, kinds[definition["type"]]), key
                assert single in definition.get("eq", [single])
    assert used == schemas["customer"].keys(), "every declared key is in use somewhere"


def test_metadata_also_holds_unknown_keys_a_removed_definition_and_null() -> None:
    world = demo_world()
    declared = next(each["properties"] for each in world["metadata_schemas"] if each["related_object"] == "customer")

    removed = {key for key, definition in declared.items() if definition.get("deleted")}
    keys = {key for entry in metadata() for key in entry}
    assert removed
    assert removed <= keys
    assert keys - declared.keys()
    assert any(value is None for entry in metadata() for value in entry.values())
