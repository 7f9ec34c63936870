"""Amounts in files: money as people write it, or hundredths as the API counts; which of the two is chosen. Pure."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Any

from webapp.money import Money

HUNDREDTHS = re.compile(r"\d{1,14}", re.ASCII)


class Amounts(StrEnum):
    """How the amounts of a file are written."""

    AS_MONEY = "money"
    IN_HUNDREDTHS = "hundredths"


def read_amount(value: Any, amounts: Amounts, money: Money) -> int:
    """The hundredths of an amount out of a file. Raise ValueError with a sentence for people."""
    text = "" if isinstance(value, bool) else _plain(value)
    if amounts is Amounts.AS_MONEY:
        return money.read(text)
    bare = re.sub(r"\s", "", text)
    if not HUNDREDTHS.fullmatch(bare):
        raise ValueError("should be a whole number of hundredths, such as 41250 for 412.50.")
    return int(bare)


def _plain(value: Any) -> str:
    """A number as it would be typed; of a float, what its shortest writing says."""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)
