"""A quick look passes over nothing in which a closer one finds a flaw."""

import random

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.imports.checking import Mapping
from webapp.imports.checking.columns import columns_of
from webapp.imports.checking.contacts import over_phones, read_phone
from webapp.imports.checking.glances import by_pattern

FIELDS = ["source_id", "id", "name", "email", "phone", "birthdate", "description", "address.country"]
NEAR_MISSES = st.one_of(
    st.text(st.sampled_from("ab1 .-+@=\t\n\r\u200b\ufffd\x85éłÃÅ©‚_"), max_size=8),
    st.from_regex(r"[a-z.+-]{1,5}@[a-z.-]{1,8}\.(org|test|local|invalid)", fullmatch=True),
    st.from_regex(r"\+(48|1|39|7)[0-9 ()-]{5,12}", fullmatch=True),
    st.from_regex(r"(18|19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}([.,][0-9]{1,3})?[eE][+]?[0-9]{1,2}", fullmatch=True),
    st.integers(250, 260).map("x".__mul__),
)


@settings(deadline=None)  # the first look makes its pattern
@given(st.lists(NEAR_MISSES, max_size=5))
def test_what_is_passed_over_has_no_flaws(cells: list[str]):
    for column in columns_of(Mapping(FIELDS), None):
        doubtful = {*column.glance(cells)}
        assert doubtful <= {*cells}
        assert [cell for cell in cells if cell not in doubtful and column.flaws_of(cell)] == [], column.field


def test_a_glance_gives_what_does_not_match():
    glance = by_pattern(r"[a-z]+")
    assert list(glance(["ab", "", "a1", "b", " ", "ab\n", "ą"])) == ["a1", " ", "ab\n", "ą"]


@pytest.mark.parametrize("field", FIELDS)
def test_most_usual_cells_are_passed_over(field: str):
    usual = {
        "source_id": "crm-0001",
        "id": "cust_aB3dE6gH9jK2mN5pQ8sT1vW4",
        "name": "Łukasz O’Neill-Żak (junior)",
        "email": "Anna.Nowak+tag@mail.example.co.uk",
        "phone": "+48 600 100 200",
        "birthdate": "1999-12-31",
        "description": "A regular,\nsince 2019; likes “blue”.",
        "address.country": "",
    }
    column = columns_of(Mapping([field], key="source_id"), None)[0]
    cells = [usual[field]] if field != "address.country" else []
    assert list(column.glance(cells)) == []


def test_phone_numbers_that_are_passed_over_are_valid_ones():
    draw = random.Random(1)  # noqa: S311 -- test data
    numbers = set()
    for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        example = (
            phonenumbers.example_number_for_non_geo_entity(code)
            if regions[0] == "001"
            else phonenumbers.example_number_for_type(regions[-1], phonenumbers.PhoneNumberType.MOBILE)
        )
        if example:
            whole = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
            numbers |= {whole, *(whole[:-2] + f"{draw.randrange(1_000)}" for _ in range(5))}
            numbers |= {whole[:at] + f"{draw.randrange(10)}" + whole[at + 1 :] for at in range(4, 8)}
    doubtful = set(over_phones()(sorted(numbers)))
    assert len(numbers - doubtful) > 500
    assert [number for number in numbers - doubtful if read_phone(number).flaws] == []
