"""Letters that are UTF-8 read as another encoding, here or on the file's way here: “JosÃ©” for José, “Ĺ‚” for ł."""

import re

LEADS = "ÂÃÄÅÐÑâïðĂĹĐŃđ"
"""What a letter's first byte in UTF-8 comes out as; a text without any of them holds no such letters."""

_RUN = re.compile(rf"[{LEADS}][^\x00-\x7f]+")
_ENCODINGS = ("cp1252", "cp1250")
_PLAUSIBLE = re.compile("[\u00a0-\u017f\u0400-\u045f\u2010-\u2044\u20ac\u2122\ufeff\U0001f300-\U0001faff]+")


def find_misread(text: str) -> tuple[str, str] | None:
    """The first letters that make sense as UTF-8, and what they then are."""
    for run in _RUN.findall(text):
        for encoding in _ENCODINGS:
            try:
                meant = run.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
            if _PLAUSIBLE.fullmatch(meant):
                return run, meant
    return None
