"""Where people are sent after signing in is on this site, whatever tricks the address tries."""

import pytest

from webapp.security import local_path


@pytest.mark.parametrize(
    "target",
    ["/", "/customers", "/customers?search=abc&page=2", "/customers/a%2Fb%3Fc", "/customers/%C5%BBaneta", "/a//b"],
)
def test_paths_of_this_site_are_kept(target: str):
    assert local_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "customers",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/customers\\..\\evil",
        "https://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "/%2Fevil.example",
        "/%2f%2fevil.example",
        "/%5Cevil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "/ /evil.example",
        "/\x00/evil.example",
        "/\u2028/evil.example",
        "http://localhost:5000/customers",
    ],
)
def test_anything_that_may_lead_elsewhere_is_refused(target: str | None):
    assert local_path(target) is None


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("http://desk.example/customers?page=2#results", "/customers?page=2"),
        ("https://desk.example/", "/"),
        ("http://desk.example//evil.example", None),
        ("http://desk.example.evil.example/customers", None),
        ("http://desk.example@evil.example/", None),
        ("http://evil.example/customers", None),
        ("http://[", None),
    ],
)
def test_an_address_with_our_own_host_counts_where_the_browser_says_where_it_is(target: str, path: str | None):
    assert local_path(target, host="desk.example") == path
