"""Amounts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.money import LARGEST, Money

EUR, JPY, KWD = Money("EUR"), Money("JPY"), Money("KWD")


@pytest.mark.parametrize(
    ("text", "minor_units"),
    [
        ("12.50", 1250),
        ("12,50", 1250),
        (" 12,5 ", 1250),
        ("12", 1200),
        ("0", 0),
        (".5", 50),
        ("5.", 500),
        ("1 234,50", 123_450),
        ("1\u00a0234,50", 123_450),
        ("1\u202f234.50", 123_450),
        ("1 234", 123_400),
        ("1,234.50", 123_450),
        ("1.234,50", 123_450),
        ("1'234'567.80", 123_456_780),
        ("1,234,567", 123_456_700),
        ("0.500", 50),
        ("12.5000", 1250),
        ("€12.50", 1250),
        ("12.50 EUR", 1250),
    ],
)
def test_the_ways_people_write_amounts(text: str, minor_units: int):
    assert EUR.read(text) == minor_units


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", ",", "free", "-5", "+5", "1e3", "1,234", "1.234", "12.345", "1,23,456", "12,34.56", "1 23", "1.2.3",
     "١٢", "½", "1,234.567", "0x10", "NaN", "12.50.", "1 234 56", "$5", "99999999999999"],
)  # fmt: skip
def test_what_is_no_amount_or_can_mean_two_is_refused(text: str):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        EUR.read(text)


def test_what_can_mean_two_amounts_is_asked_about():
    with pytest.raises(ValueError, match=r"This could mean 1234 or 1\.234\."):
        EUR.read("1,234")


def test_a_currency_without_decimals_has_none():
    assert JPY.read("1200") == 120_000
    assert JPY.read("1200.00") == 120_000
    assert JPY.write(120_000) == "1200"
    assert JPY.write(41_250) == "412.50"
    with pytest.raises(ValueError, match="Amounts in JPY have no decimals"):
        JPY.read("12.50")


def test_a_currency_with_three_decimals_keeps_two_of_them():
    assert KWD.read("12.500") == 1250
    assert KWD.read("1,230") == 123
    with pytest.raises(ValueError, match="keeps two decimals"):
        KWD.read("12.505")


@given(st.integers(0, LARGEST), st.sampled_from([Money(), EUR, KWD]))
def test_what_is_written_is_read_again(minor_units: int, money: Money):
    assert money.read(money.write(minor_units)) == minor_units


@given(st.integers(0, LARGEST // 100))
def test_whole_amounts_too_where_there_are_no_decimals(amount: int):
    assert JPY.read(JPY.write(amount * 100)) == amount * 100


@given(st.integers(1_000, LARGEST), st.sampled_from([" ", "\u00a0", ",", ".", "'"]), st.sampled_from([".", ","]))
def test_grouping_changes_nothing(minor_units: int, group: str, point: str):
    whole, cents = divmod(minor_units, 100)
    text = f"{whole:,}".replace(",", group) + f"{point}{cents:02}"
    if group != point:
        assert EUR.read(text) == minor_units


@given(st.text(max_size=20) | st.text("0123456789., '-", max_size=12))
def test_any_text_is_an_amount_or_a_sentence(text: str):
    said = ""
    try:
        said = f"{EUR.read(text)} minor units."
    except ValueError as error:
        said = str(error)
    assert said.endswith(".")
    assert "-" not in said
