"""Every error has words, and the words belong to its kind."""

import pytest
from werkzeug.exceptions import Conflict, ImATeapot, UnsupportedMediaType

from webapp.error_words import WORDS, words_for
from webapp.voucherify import errors as api

KINDS = [kind for kind in vars(api).values() if isinstance(kind, type) and issubclass(kind, api.VoucherifyError)]


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_words_say_what_happened_and_what_to_do(kind: type[Exception]):
    words = WORDS[kind]
    assert 400 <= words.status < 600
    assert words.happened.endswith(".")
    assert words.advice.endswith(".")
    assert not words.title.endswith(".")


def test_no_two_failures_go_by_one_title_and_one_status():
    named = [(words.title, words.status) for words in WORDS.values()]
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_service_layer_is_the_apis_and_not_our_mistake(kind: type[api.VoucherifyError]):
    assert words_for(kind("GET /v1/customers")) is not WORDS[Exception]


@pytest.mark.parametrize("error", [Conflict(), ImATeapot(), UnsupportedMediaType()])
def test_an_http_error_without_words_of_its_own_keeps_its_status(error):
    assert words_for(error).status == error.code


def test_anything_else_is_our_own_mistake():
    assert words_for(ValueError("anna@example.org")) is WORDS[Exception]
