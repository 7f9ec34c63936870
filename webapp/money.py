"""Amounts as people type them, and back: the API counts all money in hundredths, whatever the currency. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision, get_currency_symbol

from webapp.formats import LOCALE, MINOR_UNITS_IN_ONE

LARGEST = 1_000_000_000_000
"""The largest amount in minor units that keeps every sum exact, far beyond any order."""

USUAL_DECIMALS = 2
DIGITS_OF_A_GROUP = 3
SIMPLE = re.compile(r"(\d*)(?:[.,](\d*))?", re.ASCII)
GROUPED = re.compile(r"([1-9]\d{0,2}([ ,.'])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d*))?", re.ASCII)
NOT_AN_AMOUNT = "Write an amount such as 12.50."


@dataclass(frozen=True)
class Money:
    """How amounts are typed in a currency (ISO 4217, or None for plain amounts with two decimals)."""

    currency: str | None = None

    @property
    def decimals(self) -> int:
        """The digits after the point that people write in this currency."""
        return get_currency_precision(self.currency) if self.currency else USUAL_DECIMALS

    def write(self, minor_units: int) -> str:
        """The text a field shows: 1250 is "12.50"; 1200 is "12" where the currency has no decimals."""
        amount = Decimal(minor_units) / MINOR_UNITS_IN_ONE
        return f"{amount:.0f}" if self.decimals == 0 and amount == int(amount) else f"{amount:.2f}"

    def read(self, text: str) -> int:
        """The minor units of a typed amount: "12.50", "12,50", "1 234,50" and "1,234.50" are all understood.

        Raise ValueError with a sentence for people, also where the text can mean two amounts ("1,234").
        """
        whole, decimals = self._parts(self._bare(text))
        if len(decimals.rstrip("0")) > self.decimals:
            raise ValueError(self._too_many_decimals())
        minor_units = Decimal(f"{whole or 0}.{decimals or 0}") * MINOR_UNITS_IN_ONE
        if minor_units != int(minor_units):
            raise ValueError("Voucherify keeps two decimals of an amount and no more.")
        if minor_units > LARGEST:
            raise ValueError("This is more than an order can be worth.")
        return int(minor_units)

    def _bare(self, text: str) -> str:
        """The amount without the currency's code or sign, and with plain spaces."""
        bare = re.sub(r"\s", " ", text.strip())
        for sign in (self.currency, self.currency and get_currency_symbol(self.currency, locale=LOCALE)):
            bare = bare.removeprefix(sign or "").removesuffix(sign or "").strip()
        return bare

    def _parts(self, text: str) -> tuple[str, str]:
        """The digits before and after the decimal separator."""
        simple, grouped = SIMPLE.fullmatch(text), GROUPED.fullmatch(text)
        if simple and grouped and self.decimals < DIGITS_OF_A_GROUP:
            whole, decimals = simple.groups()
            raise ValueError(f"This could mean {whole}{decimals} or {whole}.{decimals}. Write it without a separator.")
        if simple and text.strip(".,"):
            return simple[1], simple[2] or ""
        if grouped:
            return re.sub(r"\D", "", grouped[1]), grouped[3] or ""
        raise ValueError(NOT_AN_AMOUNT)

    def _too_many_decimals(self) -> str:
        if self.decimals == 0:
            return f"Amounts in {self.currency} have no decimals."
        return f"Write at most {self.decimals} digits after the point."
