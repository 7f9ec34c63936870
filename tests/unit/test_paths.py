"""Any identifier makes the way through an address and back, whatever it holds."""

import pytest
from flask import Flask, url_for
from werkzeug.test import run_wsgi_app

from webapp.paths import IdentifierConverter, KeepSegments

IDENTIFIERS = [
    "cust_7fJ3kQ",
    "a/b?c=d#e%2F+x@y z",
    "/",
    "//evil.example",
    "%",
    "%25",
    "%2F",
    "%252F",
    "a\\b",
    "Žaneta Łódź",
    "顧客/一",
    "🙂",
    "line\nbreak",
    "a;b=c,d",
    "...",
    "trailing/",
]


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.wsgi_app = KeepSegments(app.wsgi_app)  # type: ignore[method-assign]
    app.url_map.converters["identifier"] = IdentifierConverter
    app.url_map.merge_slashes = False
    app.add_url_rule("/customers/<identifier:customer_id>", "profile", lambda customer_id: [customer_id])
    app.add_url_rule(
        "/customers/<identifier:customer_id>/orders", "orders", lambda customer_id: [customer_id, "orders"]
    )
    return app


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_an_identifier_comes_back_as_it_went(app: Flask, identifier: str):
    with app.test_request_context():
        addresses = [url_for(endpoint, customer_id=identifier) for endpoint in ("profile", "orders")]
    assert all(address.isascii() for address in addresses)
    client = app.test_client()
    assert [client.get(address).json for address in addresses] == [[identifier], [identifier, "orders"]]


def environment(**changes: str) -> dict[str, object]:
    with Flask(__name__).test_request_context("/") as context:
        base = {
            name: value for name, value in context.request.environ.items() if name not in {"RAW_URI", "REQUEST_URI"}
        }
    return {**base, **changes}


@pytest.mark.parametrize(
    "sent",
    [
        {"RAW_URI": "/customers/a%2Fb?next=%2Fx", "PATH_INFO": "/customers/a/b"},  # gunicorn
        {"REQUEST_URI": "/customers/a%2Fb", "PATH_INFO": "/customers/a/b"},  # uWSGI, Apache
        {"RAW_URI": "http://frontdesk.example/customers/a%2Fb", "PATH_INFO": "/customers/a/b"},  # absolute form
        {"RAW_URI": "/desk/customers/a%2Fb", "SCRIPT_NAME": "/desk", "PATH_INFO": "/customers/a/b"},  # mounted below
        {"PATH_INFO": "/customers/a%2Fb"},  # a server that tells nothing else: its percent signs are meant
    ],
)
def test_servers_that_tell_the_address_in_their_own_ways_agree(app: Flask, sent: dict[str, str]):
    body, status, _ = run_wsgi_app(app.wsgi_app, environment(**sent))
    assert status == "200 OK"
    answer = b"".join(body).decode()
    assert answer.strip() in {'["a/b"]', '["a%2Fb"]'}
    assert ("%" in answer) == ("RAW_URI" not in sent and "REQUEST_URI" not in sent)


def test_bytes_that_are_no_text_are_an_address_that_leads_somewhere_else(app: Flask):
    assert app.test_client().get("/customers/%FF").json == ["\N{REPLACEMENT CHARACTER}"]


def test_a_path_of_more_segments_is_another_path(app: Flask):
    assert app.test_client().get("/customers/a/b").status_code == 404
    assert app.test_client().get("/customers//orders").status_code == 404
