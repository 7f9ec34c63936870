"""What went wrong, in words for people: one table, looked up by the type of the error and never by its text."""

from dataclasses import dataclass

from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    TooManyRequests,
)

from webapp.voucherify import errors as api
from webapp.voucherify.parameters import NoAddressError


@dataclass(frozen=True)
class Words:
    """`status` is our answer's; `advice` is what the agent can do; `can_retry` when the same may go well later."""

    status: int
    title: str
    happened: str
    advice: str
    can_retry: bool = True


WAIT = "Wait a moment, then try again."
TELL = "If it stays like this, tell whoever looks after Frontdesk and give them the reference below."

WORDS: dict[type[Exception], Words] = {
    api.TimedOut: Words(504, "Voucherify is too slow to answer", "Voucherify took longer than Frontdesk waits.", WAIT),
    api.Unreachable: Words(
        502,
        "Voucherify cannot be reached",
        "Frontdesk could not connect to Voucherify, or the connection broke.",
        f"{WAIT} {TELL}",
    ),
    api.InvalidAnswer: Words(
        502,
        "Voucherify's answer made no sense",
        "Something answered in Voucherify's place, or the answer was cut off.",
        f"{WAIT} {TELL}",
    ),
    api.ServerFailure: Words(
        502, "Voucherify has a problem", "Voucherify reported a failure of its own.", f"{WAIT} {TELL}"
    ),
    api.Unauthorized: Words(
        502,
        "Voucherify does not accept Frontdesk's key",
        "The API key in Frontdesk's settings is wrong or was withdrawn.",
        "Nobody can work until it is put right. Tell whoever looks after Frontdesk and give them the reference below.",
    ),
    api.Forbidden: Words(
        502,
        "Frontdesk's key may not do this",
        "Voucherify knows the API key, but the key lacks the permission for this.",
        "Tell whoever looks after Frontdesk and give them the reference below.",
        can_retry=False,
    ),
    api.PlanLimitReached: Words(
        502,
        "The Voucherify plan does not cover this",
        "The project's plan is used up, or does not include this feature.",
        "Tell whoever looks after the Voucherify project.",
        can_retry=False,
    ),
    api.RateLimited: Words(
        503,
        "Too many calls to Voucherify",
        "All of the project's calls to Voucherify are used up for the moment.",
        "Nothing is broken; the limit opens again by itself.",
    ),
    api.NotFound: Words(
        404,
        "Not found in Voucherify",
        "Voucherify has nothing under this id. It may have been deleted.",
        "Check the id, or search for the customer.",
        can_retry=False,
    ),
    NoAddressError: Words(
        404,
        "Nothing can have this id",
        "Voucherify cannot be asked for it.",
        "Check the id, or search for the customer.",
        can_retry=False,
    ),
    api.InvalidRequest: Words(
        400,
        "Voucherify did not accept this",
        "Voucherify refused what was asked as not valid.",
        "Go back and change what it names.",
        can_retry=False,
    ),
    api.Conflict: Words(
        409,
        "This exists already",
        "Voucherify already has an object like this.",
        "Go back and look at the existing one.",
        can_retry=False,
    ),
    api.Locked: Words(
        423,
        "Not possible at the moment",
        "Voucherify does not allow this in the object's present state.",
        "Go back and look at its state first.",
    ),
    api.PayloadTooLarge: Words(
        413,
        "Too much for one call to Voucherify",
        "This is more than Voucherify takes in one call.",
        "Send it in smaller parts.",
        can_retry=False,
    ),
    api.VoucherifyError: Words(
        502, "Voucherify refused this", "Voucherify answered in a way Frontdesk does not know.", TELL
    ),
    OperationalError: Words(
        503,
        "Frontdesk's own database does not answer",
        "Frontdesk could not read or write its own records.",
        f"{WAIT} {TELL}",
    ),
    CSRFError: Words(
        400,
        "This page had grown too old to send",
        "What you sent was not carried out, because the page it came from was "
        "opened before you last signed in, or not by you.",
        "Go back, copy what you typed if you need it, load the page again and send it once more.",
        can_retry=False,
    ),
    Forbidden: Words(
        403, "You may not do this", "Your role does not include this.", "Ask someone whose role does.", can_retry=False
    ),
    NotFound: Words(
        404,
        "There is no such page",
        "The address leads nowhere.",
        "Check it, or search for what you need.",
        can_retry=False,
    ),
    MethodNotAllowed: Words(
        405,
        "This address cannot be used this way",
        "The page exists, but not for what the browser tried to do.",
        "Start again from the page itself.",
        can_retry=False,
    ),
    TooManyRequests: Words(
        429,
        "Too often in a short time",
        "Frontdesk limits how often this may be done, so that nobody can try things out.",
        "Nothing is broken; the limit opens again by itself.",
    ),
    RequestEntityTooLarge: Words(
        413,
        "Too much at once",
        "What you sent is larger than Frontdesk takes.",
        "Send it in smaller parts.",
        can_retry=False,
    ),
    BadRequest: Words(
        400,
        "Frontdesk did not understand this",
        "Part of what the browser sent is missing or not valid.",
        "Go back, load the page again and send it once more.",
        can_retry=False,
    ),
    Exception: Words(
        500,
        "Something went wrong in Frontdesk",
        "This is Frontdesk's own mistake, not yours and not Voucherify's.",
        TELL,
    ),
}


def words_for(error: Exception) -> Words:
    """The words for the nearest kind of error in the table; an HTTP error without words of its own keeps its status."""
    words = next(WORDS[kind] for kind in type(error).__mro__ if kind in WORDS)
    if isinstance(error, HTTPException) and words is WORDS[Exception]:
        return Words(error.code or 500, "This did not work", error.name + ".", TELL, can_retry=False)
    return words
