"""Every answer a sandbox gives in a test is held against the OpenAPI file, where that is present."""

from typing import Any

from flask import Flask, Response, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.openapi import contract


class Judge:
    """Notes what is wrong with a sandbox's answers as the application gives them, before any fault spoils them."""

    def __init__(self, app: Flask) -> None:
        self._problems: list[str] = []
        self._contract = contract()
        app.after_request(self._look)

    def check(self) -> None:
        """Fails when an answer since the last check was not as documented."""
        problems, self._problems = self._problems, []
        assert not problems, "\n".join(problems)

    def _look(self, answer: Response) -> Response:
        if self._contract and (answer.is_json or not answer.is_streamed):
            body = answer.get_json(silent=True) if answer.is_json else None
            self._problems += self._contract.problems(request.method, request.path, answer.status_code, body)
        return answer


class JudgingClient(FlaskClient):
    """A test client that fails at once when an answer is not as documented."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # type: ignore[override]
        answer = super().open(*args, **kwargs)
        self.application.extensions["judge"].check()
        return answer


def judged(app: Flask) -> Flask:
    """The sandbox with a judge, which its test clients heed."""
    app.extensions["judge"] = Judge(app)
    app.test_client_class = JudgingClient
    return app
