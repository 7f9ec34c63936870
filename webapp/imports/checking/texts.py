"""What any cell may not hold, whatever it means: damage, letters nobody sees, formulas, more than a cell can."""

import re
from collections.abc import Iterator

from webapp.imports.checking.misread import LEADS, find_misread
from webapp.imports.checking.readings import Flaw, error, warning

LONGEST_KEY = 255
LONGEST_TEXT = 255
LONGEST_CELL = 32_767  # characters that a spreadsheet's cell can hold

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_UNSEEN = r"\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # not the joiners, which scripts and emoji need
_BAD = rf"{_CONTROLS}{_UNSEEN}{LEADS}\ufffd"
_NUMBER = r"[+-][\d\s().,/-]*(?:[eE][+-]?\d+)?\s*\Z"  # a phone number too, and dashes where nothing is known

HAS_CONTROLS = re.compile(f"[{_CONTROLS}]")
HAS_UNSEEN = re.compile(f"[{_UNSEEN}]")
FORMULA = re.compile(rf"[\t\r]|\s*[=@]|\s*(?!{_NUMBER})[+-]")
SHORTENED_NUMBER = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")

PLAIN_TEXT = rf"[^\s=@+\-{_BAD}][^{_BAD}]{{0,{LONGEST_TEXT - 1}}}+"
"""A pattern of texts in which nothing of all this is found, for a quick look."""

PLAIN_KEY = (
    rf"[A-Za-z][A-Za-z0-9_.:-]{{0,{LONGEST_KEY - 1}}}+(?=\0)"  # most of them, in half the time
    rf"|(?!\d[.,\d]*+[eE]\+)[^\s=@+\-{_BAD}][^\t\n\r{_BAD}]{{0,{LONGEST_KEY - 1}}}+(?<!\s)"
)
"""The same of identifiers."""


def text_flaws(cell: str) -> Iterator[Flaw]:
    """What is wrong with a cell as a text, with the spaces around it."""
    if "\ufffd" in cell:
        yield error(
            "undecodable", "A letter in it could not be read (“\ufffd”). Correct it, or choose another encoding."
        )
    if HAS_CONTROLS.search(cell):
        yield error("control_characters", "It holds control characters, which no text does.")
    if len(cell) > LONGEST_CELL:
        yield error(
            "too_long", f"It has {len(cell):,} characters. Is a quotation mark somewhere before its end never closed?"
        )
    if HAS_UNSEEN.search(cell):
        yield warning("invisible_characters", "It holds characters that nobody sees, which would be stored with it.")
    if misread := find_misread(cell):
        run, meant = misread
        yield warning("misread_letters", f"“{run}” seems to be “{meant}”, UTF-8 that was read as another encoding.")
    if FORMULA.match(cell):
        yield warning("formula", "It begins like a formula. It is stored as it stands, and a spreadsheet may run it.")


def length_flaws(text: str) -> Iterator[Flaw]:
    """Whether a text that people keep on one line is longer than such texts are."""
    if LONGEST_TEXT < len(text) <= LONGEST_CELL:
        yield warning("too_long", f"It has {len(text):,} characters; more than {LONGEST_TEXT} may be refused.")


def key_flaws(cell: str) -> Iterator[Flaw]:
    """What is wrong with an identifier, besides what is with any text."""
    text = cell.strip()
    if len(text) > LONGEST_KEY:
        yield error("key_too_long", f"It has {len(text):,} characters. An identifier has {LONGEST_KEY} at most.")
    if re.search(r"[\t\n\r]", text):
        yield error("control_characters", "It holds a tab or a line break, which no identifier does.")
    if SHORTENED_NUMBER.fullmatch(text):
        yield warning("shortened_number", "A spreadsheet seems to have shortened this number, so digits are lost.")
    if text != cell:
        yield warning("trimmed_key", "The spaces around it are left out.")


def customer_id_flaws(cell: str) -> Iterator[Flaw]:
    """Whether an identifier is one that Voucherify gives."""
    if not re.fullmatch(r"u?cust_\w+", cell.strip(), re.ASCII):
        yield error("no_customer_id", "This is no customer id of Voucherify's. Those begin with cust_.")
