"""Orders out of JSON: an array of orders, or one order after the other, as in a file with an order on each line."""

import json
import math
from collections.abc import Iterator
from typing import Any

from webapp.order_imports.findings import UnreadableFileError

LARGEST = 50 * 1024 * 1024  # bytes: JSON is read as a whole
BETWEEN = " \t\r\n,"

RawOrder = tuple[int, dict[str, Any]]


def read_json(content: bytes) -> Iterator[RawOrder]:
    """Every order with its number in the file, from 1; a program may write all of them on one line.

    Raise UnreadableFileError with the line of the first place that is no JSON.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFileError(0, "JSON is written in UTF-8, and this file is not.") from None
    place = _past(text, 0, " \t\r\n")
    is_array = text[place : place + 1] == "["
    place += is_array
    decoder, number, line, counted = json.JSONDecoder(parse_float=_finite, parse_constant=_finite), 0, 1, 0
    while (place := _past(text, place, BETWEEN)) < len(text):
        number, line, counted = number + 1, line + text.count("\n", counted, place), place
        if is_array and text[place] == "]":
            return
        try:
            order, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            raise UnreadableFileError(error.lineno, f"This is no JSON any more: {error.msg}.") from None
        except RecursionError:
            raise UnreadableFileError(line, "This is nested too deeply.") from None
        except ValueError:
            raise UnreadableFileError(line, "This order holds a number that is none, or is too large.") from None
        if not isinstance(order, dict):
            raise UnreadableFileError(line, "There should be an order here, an object in { }.")
        yield number, order
    if is_array:
        raise UnreadableFileError(line, "The list of orders has no end: a ] is missing, so the file may be cut off.")


def _finite(text: str) -> float:
    """A number that can be written as JSON again. Raise ValueError for NaN, Infinity and what becomes that."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _past(text: str, place: int, letters: str) -> int:
    """The first place from here on where none of these letters stands."""
    while place < len(text) and text[place] in letters:
        place += 1
    return place
