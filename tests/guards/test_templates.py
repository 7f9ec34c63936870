"""Templates compile, link only to what exists, and carry neither code nor style of their own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "the filter safe": r"\|\s*safe\b",
    "autoescape": r"{%-?\s*autoescape",
    "inline style": r"<style|\sstyle\s*=",
    "inline script": r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|hx-on|[\"']\s*(?:js|javascript):",
    "an address of another site": r"(?:src|href|action|hx-(?:get|post))\s*=\s*[\"'](?:https?:)?//",
}


def forbidden_in(source: str) -> set[str]:
    return {what for what, pattern in FORBIDDEN.items() if re.search(pattern, source, re.IGNORECASE)}


def endpoints_in(environment: Environment, source: str) -> Iterator[str]:
    """The endpoints that the template's calls of `url_for` name."""
    for call in environment.parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for":
            assert isinstance(call.args[0], nodes.Const), "url_for names its endpoint in full"
            yield call.args[0].value


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_and_what_it_names_exists(app: Flask, name: str):
    app.jinja_env.get_template(name)
    source = (TEMPLATES / name).read_text()
    for endpoint in endpoints_in(app.jinja_env, source):
        relative = endpoint.startswith(".") and f"{Path(name).parts[0]}{endpoint}"
        assert (relative or endpoint) in app.view_functions, endpoint
    for included in re.findall(r"""{%-?\s*(?:extends|include|from|import)\s+["']([^"']+)["']""", source):
        assert included in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_template_holds_nothing_forbidden(name: str):
    assert forbidden_in((TEMPLATES / name).read_text()) == set()


@pytest.mark.parametrize(
    ("planted", "what"),
    [
        ("{{ name | safe }}", "the filter safe"),
        ("{{ name|safe }}", "the filter safe"),
        ("{% autoescape false %}", "autoescape"),
        ('<p style="color: red">', "inline style"),
        ("<style>", "inline style"),
        ("<script>", "inline script"),
        ('<script type="module">', "inline script"),
        ('<a onclick="x()">', "inline script"),
        ('<a hx-on:click="x()">', "inline script"),
        ('<a href="javascript:x()">', "inline script"),
        ("<div hx-vals='js:{x: 1}'>", "inline script"),
        ('<script src="https://cdn.example/x.js">', "an address of another site"),
        ('<link href="//cdn.example/x.css">', "an address of another site"),
    ],
)
def test_what_is_forbidden_is_found(planted: str, what: str):
    assert forbidden_in(planted) == {what}


def test_an_endpoint_that_does_not_exist_is_found(app: Flask):
    assert list(endpoints_in(app.jinja_env, "{{ url_for('customers.nowhere', id=1) }}")) == ["customers.nowhere"]
