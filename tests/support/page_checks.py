"""What every page and fragment must keep to, whoever wrote it. Each check yields problems in words."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSE_ERRORS

REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget", "list")
FIELDS = ("input", "select", "textarea")


def parse_page(text: str) -> tuple[Element, list[str]]:
    """The document, and what is wrong with its HTML."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(text), _parse_problems(parser)


def parse_fragment(text: str) -> tuple[Element, list[str]]:
    """A part of a page as it stands inside a `div`, and what is wrong with its HTML."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parseFragment(text), _parse_problems(parser)


def text_of(element: Element) -> str:
    """What is written in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def page_problems(document: Element) -> Iterator[str]:
    """What only a whole page must have."""
    if not document.get("lang"):
        yield "<html> names no language"
    headings = [text_of(heading) for heading in document.iter("h1")]
    title = document.find("head/title")
    opening = "" if title is None else text_of(title)
    if len(headings) != 1:
        yield f"{len(headings)} <h1> instead of one"
    elif not headings[0] or not opening.startswith(headings[0]):
        yield f"the <h1> {headings[0]!r} does not open the <title> {opening!r}"
    known = {element.get("id") for element in document.iter()}
    for element in document.iter():
        yield from (f"{target} leads nowhere" for target in _references(element) if target.lstrip("#") not in known)


def part_problems(root: Element) -> Iterator[str]:
    """What pages and fragments alike must keep to."""
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    yield from (f"the id {name!r} is there {count} times" for name, count in ids.items() if count > 1)
    for element in root.iter():
        yield from _inline_code(element)
        if element.tag == "img" and element.get("alt") is None:
            yield f"an image without alt: {element.get('src')}"
    for form in root.iter("form"):
        yield from _form_problems(form)
    yield from _unnamed_fields(root)


def _parse_problems(parser: html5lib.HTMLParser) -> list[str]:
    return [
        f"line {position[0]}: {PARSE_ERRORS.get(code, code) % details}" for position, code, details in parser.errors
    ]


def _references(element: Element) -> Iterator[str]:
    for attribute in REFERRING:
        yield from (element.get(attribute) or "").split()
    address = element.get("href") or ""
    if element.tag == "a" and address.startswith("#"):
        yield address


def _inline_code(element: Element) -> Iterator[str]:
    if element.tag == "style" or "style" in element.attrib:
        yield f"inline style in <{element.tag}>"
    if element.tag == "script" and not element.get("src"):
        yield "inline script"
    for name, value in element.attrib.items():
        if str(name).startswith(("on", "hx-on")):
            yield f"inline script in <{element.tag} {name}>"
        if name in {"href", "action", "src"} and value.strip().lower().startswith("javascript:"):
            yield f"script as an address in <{element.tag}>"


def _form_problems(form: Element) -> Iterator[str]:
    action = form.get("action")
    if not action:
        yield "a form without an action"
    if (form.get("method") or "get").lower() == "post" and not any(
        field.get("name") == "csrf_token" and field.get("value") for field in form.iter("input")
    ):
        yield f"the form to {action} has no CSRF field"


def _unnamed_fields(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label")}
    wrapped = {field for label in root.iter("label") for field in label.iter() if field.tag in FIELDS}
    for field in root.iter():
        if field.tag not in FIELDS or field.get("type") in {"hidden", "submit", "button"} or field in wrapped:
            continue
        if field.get("id") not in labelled and not field.get("aria-label") and not field.get("aria-labelledby"):
            yield f"the field {field.get('name')!r} has no label"
