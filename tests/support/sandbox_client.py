"""A test client of the sandbox that holds every answer it sees against the OpenAPI file."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.openapi import FILE, Contract


@cache
def contract() -> Contract | None:
    return Contract() if FILE.exists() else None


class JudgingClient(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # type: ignore[override]
        answer = super().open(*args, **kwargs)
        path = urlsplit(answer.request.environ["REQUEST_URI"]).path
        if (judge := contract()) and answer.is_json:
            problems = judge.problems(answer.request.method, path, answer.status_code, answer.get_json(silent=True))
            assert not problems, problems
        return answer
