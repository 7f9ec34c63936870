"""Every view says who may reach it, and the ones open to everybody are few and listed here."""

from collections.abc import Iterator

from flask import Flask

from tests.support.planted import blueprint as planted
from webapp.auth.access import PUBLIC, declaration
from webapp.auth.permissions import Permission

OPEN_TO_EVERYBODY = {
    "auth.demo",
    "auth.sign_in",
    "auth.sign_out",
    "health.alive",
    "health.ready",
    "openid.callback",
    "openid.start",
    "static",
}


def undeclared(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        declared = declaration(app.view_functions[rule.endpoint])
        if declared != PUBLIC and declared not in set(Permission):
            yield rule.endpoint


def test_every_view_declares_a_permission_or_is_public(app: Flask):
    assert list(undeclared(app)) == []


def test_nothing_is_public_by_accident(app: Flask):
    public = {name for name, view in app.view_functions.items() if declaration(view) == PUBLIC}
    assert public == OPEN_TO_EVERYBODY


def test_a_planted_view_that_declares_nothing_is_found(app: Flask):
    app.register_blueprint(planted)
    assert list(undeclared(app)) == ["planted.bare"]


def test_writes_are_no_gets(app: Flask):
    """A view answers either reads or writes, so that no link and no prefetch changes anything."""
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods in ({"GET"}, {"POST"}), f"{rule.endpoint} answers {methods}"


def test_addresses_are_lower_case_without_a_slash_at_the_end(app: Flask):
    for rule in app.url_map.iter_rules():
        assert rule.rule == "/" or not rule.rule.endswith("/"), rule.rule
        literal = "".join(part for part in rule.rule.replace(">", "<").split("<")[::2])
        assert literal == literal.lower(), rule.rule
        assert "_" not in literal, f"{rule.rule}: words are joined by a hyphen"
