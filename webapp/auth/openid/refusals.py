"""Why somebody is not let in, in words for them."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Words:
    """`status` is our answer's. `ask` when somebody else has to act: the page then says whom to ask."""

    status: int
    title: str
    happened: str
    advice: str
    ask: bool = False


class Refusal(Enum):
    """A reason; its value is what the page says."""

    PROVIDER_UNAVAILABLE = Words(
        503,
        "Your company's sign-in does not answer",
        "Frontdesk asked it who you are and got no answer it could read in time.",
        "Wait a moment, then try again.",
    )
    NOT_TRUSTED = Words(
        502,
        "The sign-in could not be trusted",
        "Your company's sign-in answered, but its answer did not prove who you are.",
        "Try again.",
        ask=True,
    )
    NOT_STARTED_HERE = Words(
        400,
        "This sign-in was not started here",
        "It was started in another browser, too long ago, or has been used already.",
        "Start again from here.",
    )
    DECLINED = Words(
        403,
        "You were not signed in",
        "Your company's sign-in was not completed, or did not let you through to Frontdesk.",
        "Try again.",
        ask=True,
    )
    NO_ROLE = Words(
        403,
        "You have no role in Frontdesk",
        "Your company's sign-in knows you, but none of your groups has a role here.",
        "Once you have been given one, sign in again.",
        ask=True,
    )
    BLOCKED = Words(
        403,
        "You are blocked in Frontdesk",
        "An administrator of Frontdesk has blocked you.",
        "Once they have let you in again, sign in again.",
        ask=True,
    )


class SignInError(Exception):
    """Somebody is not let in, for a reason that they are told. The cause is for the log."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal
