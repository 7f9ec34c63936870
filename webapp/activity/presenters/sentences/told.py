"""What a sentence is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.activity.presenters.payload import Payload
from webapp.formats import Formats


@dataclass(frozen=True)
class Told:
    """A sentence. `tone` is "good", "bad", "warn" or "" where nothing is to be praised or feared."""

    text: str
    tone: str = ""


Teller = Callable[[Payload, Formats], Told]


def joined(*parts: str) -> str:
    """The parts that say something, with commas between them."""
    return ", ".join(part for part in parts if part)


def in_campaign(payload: Payload) -> str:
    """ " (campaign Summer sale)", or nothing where there is no campaign."""
    name = payload.text("campaign", "name")
    return f" (campaign {name})" if name else ""
