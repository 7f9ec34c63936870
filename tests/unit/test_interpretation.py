"""What a text pasted into the search box is taken for."""

import pytest

from webapp.interpretation import Kind, interpret


@pytest.mark.parametrize(
    ("text", "kind", "cleaned"),
    [
        ("", Kind.NOTHING, ""),
        ("   ", Kind.NOTHING, ""),
        ("cust_7fRqsN", Kind.API_ID, "cust_7fRqsN"),
        ("  cust_7fRqsN\n", Kind.API_ID, "cust_7fRqsN"),
        ("cust_ and more", Kind.IDENTIFIER, "cust_ and more"),
        ("zaneta@example.org", Kind.EMAIL, "zaneta@example.org"),
        ("mailto:zaneta@example.org", Kind.EMAIL, "zaneta@example.org"),
        ("Žaneta Nowak <zaneta@example.org>", Kind.EMAIL, "zaneta@example.org"),
        ("o'brien+shop@mail.example.co.uk", Kind.EMAIL, "o'brien+shop@mail.example.co.uk"),
        ("zaneta@exam", Kind.IDENTIFIER, "zaneta@exam"),
        ("crm-8812", Kind.IDENTIFIER, "crm-8812"),
        ("a/b?c=d#e%2F+x@y z", Kind.IDENTIFIER, "a/b?c=d#e%2F+x@y z"),
        ("5f0c6d52-0a86-4f0c-9a3e-3f6f1c1d2b11", Kind.IDENTIFIER, "5f0c6d52-0a86-4f0c-9a3e-3f6f1c1d2b11"),
        ("<img src=x onerror=alert(1)>", Kind.IDENTIFIER, "<img src=x onerror=alert(1)>"),
        ("Žaneta Nowak", Kind.NAME, "Žaneta Nowak"),
        ("Anne-Marie O'Neill Jr.", Kind.NAME, "Anne-Marie O'Neill Jr."),
        ("王小明", Kind.NAME, "王小明"),
        ("محمد", Kind.NAME, "محمد"),
    ],
)
def test_what_a_text_looks_like(text: str, kind: Kind, cleaned: str) -> None:
    interpretation = interpret(text)
    assert (interpretation.kind, interpretation.text) == (kind, cleaned)


@pytest.mark.parametrize(
    ("text", "worth_a_call"),
    [("cust_7f", True), ("crm-8812", True), ("ana@example.org", True), ("Ana", False), ("", False)],
)
def test_only_identifiers_are_worth_a_call_of_their_own(text: str, worth_a_call: bool) -> None:
    assert interpret(text).looks_like_identifier is worth_a_call
