"""The frame as templates see it, and pages shown inside it."""

from dataclasses import dataclass
from typing import Any

from flask import Response, url_for

from webapp.auth.access import may
from webapp.customer_page.header import Header, header_of
from webapp.customer_page.parts import ShownPart, show_part
from webapp.customer_page.sections import Part, Read, Section, actions, sections
from webapp.customer_page.visit import Visit
from webapp.privacy import shown
from webapp.rendering import render, wants_fragment


@dataclass(frozen=True)
class Link:
    """A tab or a button; `is_current` for the tab that is open."""

    title: str
    url: str
    is_current: bool = False
    is_danger: bool = False


@dataclass(frozen=True)
class Frame:
    """The head, the tabs, the buttons and what stands in the customer's way."""

    header: Header
    tabs: tuple[Link, ...]
    actions: tuple[Link, ...]
    blockers: tuple[ShownPart, ...]


def begin_visit(customer_id: str, *reads: Read) -> Visit:
    """Read a customer, with these calls and, for a whole page, those of the frame beside it."""
    of_frame = () if wants_fragment() else tuple(read for _, part in _blockers() for read in part.reads)
    return Visit(customer_id, *reads, *of_frame)


def render_section(visit: Visit, section: str, page: str, partial: str | None = None, **context: Any) -> Response:
    """Answer with a page in the frame, its section's tab open, or with the partial where htmx asks for it.

    `page` extends "customer_page/frame.html"; both see `customer_id` besides the context.
    """
    context["customer_id"] = visit.customer.id
    if partial is None or not wants_fragment():
        context["frame"] = frame_of(visit, section)
    return render(page, partial, **context)


def frame_of(visit: Visit, section: str) -> Frame:
    """The frame for a page of the section of this name ("" for a page of none)."""
    return Frame(
        header=header_of(shown(visit.customer), visit.read_at),
        tabs=tuple(
            Link(each.title, _url(each.endpoint, visit), is_current=each.name == section)
            for each in sections()
            if may(each.permission)
        ),
        actions=tuple(
            Link(each.title, _url(each.endpoint, visit), is_danger=each.is_danger)
            for each in actions()
            if may(each.permission)
        ),
        blockers=tuple(show_part(visit, each, part) for each, part in _blockers()),
    )


def _blockers() -> list[tuple[Section, Part]]:
    return [(each, each.blockers) for each in sections() if each.blockers and may(each.permission)]


def _url(endpoint: str, visit: Visit) -> str:
    return url_for(endpoint, customer_id=visit.customer.id)
