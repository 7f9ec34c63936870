"""A browser without a screen: it follows redirects, fills in real forms, and checks every page it is given.

page = client.get("/customers")                       # status 200, valid, one h1, every form with its token ...
page = client.submit(page.form("/customers/search"), q="nowak")
part = client.get("/customers?page=2", fragment=True)  # as htmx asks for it
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.forms import Form
from tests.support.page_checks import page_problems, parse_fragment, parse_page, part_problems, text_of

ORIGIN = "http://localhost"
MOST_REDIRECTS = 5


class Page:
    """An answer: where it was found, and what it says. `read` gives its HTML; None where there is none."""

    def __init__(self, response: TestResponse, url: str, read: Callable[[], Element | None]) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.get_data(as_text=True)
        self.url = url
        self._read = read

    @cached_property
    def root(self) -> Element | None:
        return self._read()

    @property
    def location(self) -> str | None:
        """Where a redirect leads, a plain one or htmx's."""
        return self.headers.get("Location") or self.headers.get("HX-Redirect")

    @property
    def text(self) -> str:
        """What is written on the page."""
        return text_of(self._body())

    @property
    def heading(self) -> str:
        return text_of(next(self._body().iter("h1")))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element of this tag with these attributes (`class_` for class names, `data_x` for data-x)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self._body().iter(tag)
            if all(
                value in (element.get(name) or "").split() if name == "class" else element.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def links(self) -> dict[str, str]:
        """The page's links, from what is written on each to where it leads."""
        return {text_of(link): link.get("href") or "" for link in self._body().iter("a")}

    def form(self, action: str) -> Form:
        """The form that sends to this path; the last one where several do, as the page's own follows the frame's."""
        found = [form for form in self._body().iter("form") if urlsplit(form.get("action") or "").path == action]
        assert found, f"no form to {action} on {self.url}"
        return Form(found[-1], self.url)

    def _body(self) -> Element:
        assert self.root is not None, f"{self.url} answered {self.status} without a page"
        return self.root


class PageClient:
    """Asks for pages as one person's browser does; `visited` lists every address it was sent to, redirects included."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()
        self.visited: list[str] = []

    def sign_in(self, role: str = "viewer") -> str:
        """Sign in by the demo's button for this role; returns where that leads to.

        Most tests begin with this, so its page is not looked at as closely as others are.
        """
        form = self.http.get("/auth/sign-in").text
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', form)
        assert token, "no sign-in form"
        answer = self.http.post("/auth/demo", data={"csrf_token": token[1], "role": role})
        assert answer.status_code == 303, f"signing in answered {answer.status_code}: {answer.text[:2000]}"
        landed = urljoin(ORIGIN, answer.location).removeprefix(ORIGIN) or "/"
        self.visited += ["/auth/sign-in", "/auth/demo", landed]
        return landed

    def get(self, url: str, status: int = 200, *, fragment: bool = False, follow: bool = True) -> Page:
        return self._ask("get", url, {}, status, fragment=fragment, follow=follow)

    def post(
        self,
        url: str,
        data: Mapping[str, str | list[str]],
        status: int = 200,
        *,
        fragment: bool = False,
        follow: bool = True,
    ) -> Page:
        """Send data as it is. What a person could send goes by `submit`."""
        return self._ask("post", url, data, status, fragment=fragment, follow=follow)

    def submit(
        self,
        form: Form,
        status: int = 200,
        *,
        button: str | None = None,
        fragment: bool = False,
        follow: bool = True,
        **values: str,
    ) -> Page:
        """Fill in a form from a page and send it; `status` is that of the page at the end of the redirects."""
        data = form.filled(button, **values)
        return self._ask(form.method, form.action, data, status, fragment=fragment, follow=follow)

    def _ask(
        self,
        method: str,
        url: str,
        data: Mapping[str, str | list[str]],
        status: int,
        *,
        fragment: bool,
        follow: bool,
    ) -> Page:
        headers = {"HX-Request": "true", "HX-Current-URL": self._current_url()} if fragment else {}
        payload = {"query_string" if method == "get" else "data": data} if data else {}
        response = self.http.open(url, method=method.upper(), headers=headers, **payload)
        self.visited.append(url)
        for _ in range(MOST_REDIRECTS if follow and not fragment else 0):
            if response.location is None:
                break
            url = urljoin(f"{ORIGIN}{url}", response.location).removeprefix(ORIGIN)
            response = self.http.get(url)
            self.visited.append(url)
        assert response.status_code == status, f"{url} answered {response.status_code}: {response.text[:2000]}"
        return _checked(response, url, is_fragment=fragment)

    def _current_url(self) -> str:
        return f"{ORIGIN}{self.visited[-1]}" if self.visited else f"{ORIGIN}/"


def _checked(response: TestResponse, url: str, *, is_fragment: bool) -> Page:
    if response.mimetype != "text/html" or not response.text or 300 <= response.status_code < 400:
        return Page(response, url, lambda: None)
    root, problems = parse_fragment(response.text) if is_fragment else parse_page(response.text)
    problems += part_problems(root)
    if not is_fragment:
        problems += page_problems(root)
    assert not problems, f"{url}:\n  " + "\n  ".join(problems)
    return Page(response, url, lambda: root)
