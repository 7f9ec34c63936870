"""What a text pasted into the search box looks like. Pure."""

import re
from dataclasses import dataclass
from enum import Enum, auto

API_ID_PREFIX = "cust_"
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]{2,}")
ADDRESSEE = re.compile(rf"[^<>]*<({EMAIL.pattern})>")
NOT_IN_NAMES = re.compile(r"[\d/\\?#%+=_:|@&]")


class Kind(Enum):
    NOTHING = auto()
    API_ID = auto()
    EMAIL = auto()
    IDENTIFIER = auto()
    NAME = auto()


@dataclass(frozen=True)
class Interpretation:
    """A text, cleaned of what surrounds it in tickets, and what it looks like."""

    kind: Kind
    text: str

    @property
    def looks_like_identifier(self) -> bool:
        """Whether asking the API for a customer with exactly this id or source id is worth a call."""
        return self.kind in {Kind.API_ID, Kind.EMAIL, Kind.IDENTIFIER}


def interpret(text: str) -> Interpretation:
    """Tell an API id, an e-mail address, something like a source id, and a name apart.

    "Jan Duda <jan@example.org>" and "mailto:jan@example.org" are read as the e-mail address in them. A source id
    may be any text at all, so a name is only the best guess for what has nothing that names do not have.
    """
    cleaned = text.strip().removeprefix("mailto:")
    if addressee := ADDRESSEE.fullmatch(cleaned):
        cleaned = addressee[1]
    return Interpretation(_kind(cleaned), cleaned)


def _kind(text: str) -> Kind:
    if not text:
        return Kind.NOTHING
    if text.startswith(API_ID_PREFIX) and not re.search(r"\s", text):
        return Kind.API_ID
    if EMAIL.fullmatch(text):
        return Kind.EMAIL
    if NOT_IN_NAMES.search(text):
        return Kind.IDENTIFIER
    return Kind.NAME
