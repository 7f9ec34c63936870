"""What looks wrong is told, what is right is not."""

import pytest

from webapp.cautions import caution, region_of

EMAIL, PHONE, COUNTRY = ("email",), ("phone",), ("address", "country")


@pytest.mark.parametrize(
    ("path", "value", "country"),
    [
        (EMAIL, "anna@example.org", None),
        (EMAIL, "żaneta@example.org", None),
        (PHONE, "+48 600 100 200", None),
        (COUNTRY, "PL", None),
        (COUNTRY, "poland", None),
        (COUNTRY, "USA", None),
        (("name",), "anything@@", None),
        (EMAIL, None, None),
        (PHONE, 12, None),
    ],
)
def test_nothing_to_say(path, value, country):
    assert caution(path, value, country) == ""


@pytest.mark.parametrize(
    ("path", "value", "country", "words"),
    [
        (EMAIL, "anna@@example.org", None, "does not look like an e-mail"),
        (PHONE, "600 100 200", None, "text messages may not arrive"),
        (PHONE, "600 100 200", "Poland", "With it, it would be +48 600 100 200."),
        (PHONE, "call me", None, "text messages may not arrive"),
        (PHONE, "+0700", None, "does not look like a phone number"),
        (PHONE, "+48 60", None, "too short or too long"),
        (PHONE, "+48 000 000 000", None, "No such number"),
        (COUNTRY, "Polnd", None, "Did you mean Poland?"),
        (COUNTRY, "qqqqq", None, "no country we know."),
    ],
)
def test_something_to_say(path, value, country, words):
    assert words in caution(path, value, country)


def test_a_country_is_known_by_what_its_people_and_neighbours_call_it():
    assert [region_of(name) for name in ("Deutschland", "Niemcy", "ÖSTERREICH", "England")] == ["DE", "DE", "AT", "GB"]
    assert caution(COUNTRY, "Deutschland") == ""
    assert caution(COUNTRY, "Deutschlnd") == "This is no country we know."  # and not: Did you mean Netherlands?


def test_regions():
    assert [region_of(country) for country in ("pl", "Ireland", "", None, 7, "Europe")] == ["PL", "IE", *[None] * 4]
