"""Delimited text files as spreadsheets export them: what they are written in, and their rows, read as a stream.

Plain Python, for files of any kind of row; nothing here knows customers.
"""

from webapp.tables.guessing import Guess, guess
from webapp.tables.reading import NO_LETTER, Records, read_records
from webapp.tables.tables import DELIMITERS, ENCODINGS, Block, Dialect, Record, UnreadableTable

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "NO_LETTER",
    "Block",
    "Dialect",
    "Guess",
    "Record",
    "Records",
    "UnreadableTable",
    "guess",
    "read_records",
]
