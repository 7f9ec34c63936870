"""The control plane, `/_sandbox/`: what a test steers the sandbox with. It needs no keys."""

from http import HTTPMethod
from typing import Any

from flask import Blueprint, Response

from webapp.sandbox import moments
from webapp.sandbox.faults import KINDS, Fault
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.rules import membership
from webapp.sandbox.tables import TABLES
from webapp.sandbox.wire import invalid_payload, no_content
from webapp.sandbox.world import changing, world

routes = Blueprint("control", __name__, url_prefix="/_sandbox")

VERSION = 1


@routes.get("/state")
def state() -> dict[str, Any]:
    here = world()
    with here.database.read() as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 -- our own names
            for table in TABLES
        }
    return {
        "version": VERSION,
        "now": moments.written(here.clock.now()),
        "counts": counts,
        "settings": here.settings.as_dict(),
        "faults": here.faults.waiting(),
    }


@routes.post("/reset")
def reset() -> Response:
    """The seeded state again: data, clock and settings; no faults, no counted calls, no requests seen."""
    here = world()
    here.database.reset()
    here.settings.reload()
    here.faults.clear()
    here.limits.clear()
    here.requests_seen.forget()
    return no_content()


@routes.get("/requests")
def requests_seen() -> dict[str, Any]:
    return {"requests": world().requests_seen.calls()}


@routes.delete("/requests")
def forget_requests() -> Response:
    world().requests_seen.forget()
    return no_content()


@routes.get("/faults")
def faults() -> dict[str, Any]:
    return {"faults": world().faults.waiting()}


@routes.post("/faults")
def add_fault() -> Response:
    world().faults.add(_fault(Properties(json_body())))
    return no_content()


@routes.delete("/faults")
def clear_faults() -> Response:
    world().faults.clear()
    return no_content()


@routes.put("/clock")
def set_clock() -> dict[str, Any]:
    """`{"now": moment}` moves the clock, with `"stopped": true` it stops there, `{"advance": seconds}` moves it
    on, `{}` gives back real time."""
    body, clock = Properties(json_body()), world().clock
    try:
        if (now := body.text("now")) is not None:
            (clock.stop_at if body.flag("stopped") else clock.run_from)(moments.read(now))
        elif (seconds := body.whole_number("advance")) is not None:
            clock.advance(seconds)
        else:
            clock.follow_real_time()
    except (ValueError, OverflowError) as error:
        raise invalid_payload(f"The clock cannot show that: {error}") from error
    with changing({"channel": "INTERNAL"}) as change:
        membership.follow_the_clock(change)
    return {"now": moments.written(clock.now())}


@routes.put("/settings")
def change_settings() -> dict[str, Any]:
    here, changes = world(), json_body()
    Properties(changes)
    try:
        here.settings.update(changes)
    except ValueError as error:
        raise invalid_payload(str(error)) from error
    here.limits.clear()
    return here.settings.as_dict()


def _fault(body: Properties) -> Fault:
    kind = body.text("kind")
    if kind not in KINDS:
        raise invalid_payload(f"Property .kind should be one of {', '.join(KINDS)}")
    method = body.text("method")
    if method is not None and method not in list(HTTPMethod):
        raise invalid_payload("Property .method should be an HTTP method")
    times = body.whole_number("times") if "times" in body else 1
    if times is not None and times < 1:
        raise invalid_payload("Property .times should be a positive integer, or null for always")
    status = body.whole_number("status") or 500
    if not 200 <= status <= 599:
        raise invalid_payload("Property .status should be between 200 and 599")
    return Fault(
        kind,
        method,
        body.text("route") or "*",
        times,
        status,
        body.raw("body"),
        {name: str(value) for name, value in (body.mapping("headers") or {}).items()},
        _milliseconds(body.raw("milliseconds")),
        body.text("content_type") or "text/html",
        bool(body.flag("carried_out")),
    )


def _milliseconds(value: Any) -> tuple[int, int]:
    """A fixed time, or the bounds of a random one."""
    bounds = value if isinstance(value, list) else [value or 0] * 2
    if len(bounds) != 2 or any(type(bound) is not int or bound < 0 for bound in bounds):
        raise invalid_payload("Property .milliseconds should be an integer or a list of two")
    return bounds[0], bounds[1]
