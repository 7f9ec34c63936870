"""What a file is written in, guessed from its beginning, with reasons that people can weigh."""

import codecs
from typing import NamedTuple

from webapp.tables.delimiters import guess_delimiter
from webapp.tables.encodings import guess_encoding
from webapp.tables.foreign import refuse_binary, refuse_foreign
from webapp.tables.tables import Dialect

ENOUGH = 256 * 1024  # bytes


class Guess(NamedTuple):
    """What a table seems to be written in, and why: sentences for people."""

    dialect: Dialect
    reasons: list[str]


def guess(head: bytes) -> Guess:
    """Guess from the first 256 KiB of a file, or all of it. Raise UnreadableTable for what is no table at all."""
    is_whole = len(head) < ENOUGH
    head = head[:ENOUGH]
    refuse_foreign(head)
    encoding, why_encoding = guess_encoding(head)
    if not encoding.startswith("utf-16"):
        refuse_binary(head)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    delimiter, why_delimiter = guess_delimiter(text, is_whole=is_whole)
    return Guess(Dialect(encoding, delimiter), [why_encoding, why_delimiter])
