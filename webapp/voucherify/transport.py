"""One way out: every call of the service layer goes through here."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple

import requests

from webapp.voucherify.answers import read_failure
from webapp.voucherify.authentication import Authentication, Unsigned
from webapp.voucherify.bodies import encoded
from webapp.voucherify.connections import checked_base_url, checked_download_address
from webapp.voucherify.downloads import Download
from webapp.voucherify.errors import InvalidAnswer, Problem, VoucherifyError
from webapp.voucherify.exchange import Exchange
from webapp.voucherify.logs import log_call
from webapp.voucherify.parameters import address
from webapp.voucherify.rate_limits import RateLimit
from webapp.voucherify.records import UNSET
from webapp.voucherify.retries import delay_before_retry


class Ending(NamedTuple):
    """How one attempt ended: its HTTP status if there was one, and the JSON or the failure."""

    status: int | None
    value: Any = None
    failure: VoucherifyError | None = None


class Transport:
    """Sends requests over one pool of connections. Threads may share it."""

    def __init__(
        self,
        base_url: str,
        authentication: Authentication,
        *,
        connect_timeout: float = 3.05,
        read_timeout: float = 10.0,
        pool_size: int = 32,
        retries: int = 2,
        channel: str = "Frontdesk",
    ) -> None:
        """Raise ValueError for a base URL to which keys should not be sent.

        A call with all its attempts takes at most about connect_timeout + read_timeout seconds, besides the time in
        which the bytes of a file flow.
        """
        self._base_url = checked_base_url(base_url)
        self._authentication = authentication
        self._retries = retries
        self._exchange = Exchange(
            connect_timeout=connect_timeout, read_timeout=read_timeout, pool_size=pool_size, channel=channel
        )

    @property
    def rate_limit(self) -> RateLimit | None:
        """The call limit as the latest answer told it; None before the first answer."""
        return self._exchange.rate_limit

    def call(
        self,
        operation: str,
        *identifiers: str,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
        authentication: Authentication | None = None,
        accepts: Callable[[object], bool],
    ) -> Any:
        """Carry out an operation and return the JSON it answers with, None for an empty answer.

        `operation` is the documented name, "GET /v1/customers/{customerId}"; identifiers fill its placeholders in
        turn. `body` is sent as JSON unless it is a Form or an Upload. Raise a VoucherifyError when it does not
        succeed (InvalidAnswer also when `accepts` does not hold for the JSON), ValueError for parameters that cannot
        be sent.
        """
        method, template = operation.split(" ", 1)
        headers, data = encoded(body)
        request = requests.Request(
            method,
            self._base_url + address(template, identifiers, query or {}),
            headers={"Accept": "application/json", **headers},
            data=data,
            auth=authentication or self._authentication,
        )
        return self._carry_out(operation, partial(self._read_json, operation, request, accepts))

    def download(self, operation: str, location: str) -> Download:
        """Open a file at an address that the API has told; nothing of it is held in memory.

        Keys are sent along to the API's own hosts only. Raise a VoucherifyError when it is not there, InvalidAnswer
        also for an address that is not fit.
        """
        try:
            is_own = checked_download_address(location, self._base_url)
        except ValueError:
            raise InvalidAnswer(operation) from None
        auth = self._authentication if is_own else Unsigned()
        request = requests.Request("GET", location, headers={"Accept": "text/csv, text/plain, */*"}, auth=auth)
        opened = self._carry_out(operation, partial(self._open, operation, request))
        return Download(operation, opened)

    def close(self) -> None:
        """Close the pooled connections."""
        self._exchange.close()

    def _carry_out(self, operation: str, attempt_until: Callable[[float], Ending]) -> Any:
        """Attempt until it succeeds or is given up; the attempt is told the deadline, on the monotonic clock."""
        started = time.monotonic()
        deadline = self._exchange.new_deadline()
        attempt = 1
        ending = attempt_until(deadline)
        while ending.failure is not None:
            delay = delay_before_retry(
                operation, attempt, ending.failure, retries=self._retries, seconds_left=deadline - time.monotonic()
            )
            if delay is None:
                break
            time.sleep(delay)
            attempt += 1
            ending = attempt_until(deadline)
        milliseconds = round((time.monotonic() - started) * 1000)
        log_call(operation, status=ending.status, milliseconds=milliseconds, attempt=attempt, error=ending.failure)
        if ending.failure is not None:
            raise ending.failure
        return ending.value

    def _read_json(
        self, operation: str, request: requests.Request, accepts: Callable[[object], bool], deadline: float
    ) -> Ending:
        response = self._exchange.send(operation, request, deadline)
        if isinstance(response, VoucherifyError):
            return Ending(None, failure=response)
        answer = self._exchange.read(operation, response, deadline)
        if isinstance(answer, VoucherifyError):
            return Ending(None, failure=answer)
        failure = read_failure(operation, answer)
        if failure is not None:
            return Ending(answer.status, failure=failure)
        try:
            value = answer.json()
        except ValueError:
            accepted = False
        else:
            accepted = accepts(value)
        if not accepted:
            return Ending(answer.status, failure=InvalidAnswer(operation, Problem(status=answer.status)))
        return Ending(answer.status, value)

    def _open(self, operation: str, request: requests.Request, deadline: float) -> Ending:
        response = self._exchange.send(operation, request, deadline)
        if isinstance(response, VoucherifyError):
            return Ending(None, failure=response)
        if response.status_code == HTTPStatus.OK:
            return Ending(response.status_code, response)
        answer = self._exchange.read(operation, response, deadline)
        if isinstance(answer, VoucherifyError):
            return Ending(None, failure=answer)
        failure = read_failure(operation, answer) or InvalidAnswer(operation, Problem(status=answer.status))
        return Ending(answer.status, failure=failure)
