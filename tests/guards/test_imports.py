"""Nobody knows more than their room allows."""

import pytest

from tests.support.imports import FEATURES, ROOT, broken_rules, modules

ROOMS_THAT_ARE_NO_FEATURES = {
    "audit",
    "auth",
    "changesets",
    "customer_page",
    "jobs",
    "privacy",
    "sandbox",
    "store",
    "tables",
    "uploads",
    "voucherify",
}


@pytest.mark.parametrize(("module", "source"), modules().items(), ids=modules().keys())
def test_the_rooms_keep_their_rules(module: str, source: str):
    assert list(broken_rules(module, source)) == []


def test_every_room_is_known_to_this_guard():
    rooms = {path.parent.name for path in (ROOT / "webapp").glob("*/__init__.py")}
    assert rooms <= FEATURES | ROOMS_THAT_ARE_NO_FEATURES


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("webapp.voucherify.client", "import flask"),
        ("webapp.voucherify.client", "from webapp.settings import Settings"),
        ("webapp.voucherify.client", "from .errors import VoucherifyError"),
        ("webapp.sandbox.app", "from webapp.voucherify.records import Record"),
        ("webapp.sandbox.app", "from webapp import voucherify"),
        ("webapp.sandbox.app", "import sqlalchemy"),
        ("webapp.store.users", "from flask import g"),
        ("webapp.store.users", "from webapp.auth.permissions import Role"),
        ("webapp.customers.views", "def late():\n    import requests"),
        ("webapp.customers.views", "from webapp.home.tour import TOUR"),
        ("webapp.customers.views", "from webapp import home"),
        ("webapp.customers.views", "from webapp.sandbox import demo"),
        ("webapp.customers.presenters", "from flask import url_for"),
        ("webapp.customers.presenters.profile", "from webapp.voucherify import Voucherify"),
        ("webapp.customers.presenters", "from webapp.service import voucherify"),
        ("webapp.customers.forms", "from webapp import service"),
        ("webapp.errors", "import requests.exceptions"),
        ("webapp.cli", "import webapp.sandbox.app"),
    ],
)
def test_planted_imports_are_found(module: str, source: str):
    assert len(list(broken_rules(module, source))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("webapp.voucherify.client", "import requests\nfrom webapp.voucherify import errors\nfrom json import loads"),
        ("webapp.sandbox.app", "from flask import Flask\nimport sqlite3"),
        ("webapp.customers.views", "from flask import Blueprint\nfrom webapp.service import voucherify"),
        ("webapp.customers.presenters", "from webapp.voucherify.records import Record"),
        ("webapp.customers.forms", "from wtforms import Form"),
    ],
)
def test_what_is_allowed_passes(module: str, source: str):
    assert list(broken_rules(module, source)) == []
