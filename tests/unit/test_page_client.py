"""The page client itself: what it must find, and that it types only what a person could."""

import pytest
from flask import Flask

from tests.support.page_client import PageClient

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Customers · Frontdesk</title></head><body>
<a href="#main">Skip</a><main id="main"><h1>Customers</h1><p>Two found.</p><a href="/customers/1">Anna</a>
<form action="/search" method="post"><input type="hidden" name="csrf_token" value="token">
<label for="name">Name</label><input id="name" name="name" value="Anna">
<label for="size">Size</label><select id="size" name="size"><option>10</option><option selected>25</option></select>
<label><input type="checkbox" name="exact" checked> exactly</label>
<label>Note <textarea name="note">n</textarea></label>
<button name="do" value="find">Find</button><button name="do" value="count">Count</button></form>
</main></body></html>"""


def client_for(html: str) -> PageClient:
    app = Flask(__name__)
    app.add_url_rule("/", "page", lambda: html)
    app.add_url_rule("/part", "part", lambda: html)
    app.add_url_rule("/away", "away", lambda: ("", 303, {"Location": "/"}))
    app.add_url_rule("/search", "search", lambda: html, methods=["POST"])
    return PageClient(app)


def test_a_good_page_passes():
    page = client_for(GOOD).get("/")
    assert page.heading == "Customers"
    assert "Two found." in page.text
    assert page.links()["Anna"] == "/customers/1"


@pytest.mark.parametrize(
    ("good", "planted", "problem"),
    [
        ("<!doctype html>", "", "DOCTYPE"),
        ("</p>", "</em></p>", "em"),
        (' lang="en"', "", "language"),
        ("<h1>Customers</h1>", "<h2>Customers</h2>", "0 <h1>"),
        ("<p>", "<h1>Customers</h1><p>", "2 <h1>"),
        ("<title>Customers", "<title>Orders", "does not open the <title>"),
        ("<p>", '<p id="main">', "'main' is there 2 times"),
        ('href="#main"', 'href="#content"', "#content leads nowhere"),
        (' action="/search"', "", "without an action"),
        ('name="csrf_token"', 'name="token"', "no CSRF field"),
        ('value="token"', 'value=""', "no CSRF field"),
        ("<p>", "<script>1</script><p>", "inline script"),
        ("<p>", "<style>p {}</style><p>", "inline style in <style>"),
        ("<p>", '<p style="color: red">', "inline style in <p>"),
        ("<p>", '<p onclick="x()">', "inline script in <p onclick>"),
        ("<p>", '<p hx-on:click="x()">', "inline script in <p hx-on:click>"),
        ('href="/customers/1"', 'href=" JavaScript:x()"', "script as an address"),
        ("<p>", '<p><img src="/x.svg">', "image without alt"),
        ('<label for="name">', '<label for="nome">', "nome leads nowhere"),
        ('<label for="name">Name</label>', "", "'name' has no label"),
    ],
)
def test_planted_defects_are_found(good: str, planted: str, problem: str):
    assert good in GOOD
    with pytest.raises(AssertionError) as caught:
        client_for(GOOD.replace(good, planted, 1)).get("/")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ('<p id="a"></p><p id="a"></p>', "'a' is there 2 times"),
        ("<div><p>text</div></p>", "Unexpected"),
        ('<form action="/x" method="post"></form>', "no CSRF field"),
    ],
)
def test_planted_defects_are_found_in_fragments(part: str, problem: str):
    with pytest.raises(AssertionError) as caught:
        client_for(part).get("/part", fragment=True)
    assert problem in str(caught.value)


def test_a_good_fragment_passes_without_a_frame():
    assert client_for('<p id="a">part</p>').get("/part", fragment=True).text == "part"


def test_another_status_than_expected_is_a_failure():
    with pytest.raises(AssertionError, match="answered 404"):
        client_for(GOOD).get("/nowhere")


def test_a_form_sends_what_it_holds_and_what_is_typed():
    form = client_for(GOOD).get("/").form("/search")
    untouched = {"csrf_token": "token", "name": "Anna", "size": "25", "exact": "on", "note": "n"}
    assert form.filled() == untouched
    assert form.filled("Count", name="Jan", size="10") == {**untouched, "name": "Jan", "size": "10", "do": "count"}


@pytest.mark.parametrize("typed", [{"surname": "Nowak"}, {"size": "1000"}], ids=["no such field", "no such choice"])
def test_nobody_types_what_the_form_does_not_offer(typed: dict[str, str]):
    form = client_for(GOOD).get("/").form("/search")
    with pytest.raises(AssertionError):
        form.filled(**typed)


def test_redirects_are_followed_and_remembered():
    client = client_for(GOOD)
    assert client.get("/away").url == "/"
    assert client.visited == ["/away", "/"]
    assert client.get("/away", 303, follow=False).location == "/"
