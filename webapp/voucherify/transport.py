"""One way out: every call of the service layer goes through here."""

import re
import time
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NamedTuple

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from webapp.voucherify.answers import Answer, read_failure
from webapp.voucherify.connections import checked_base_url, read_body, read_breakdown
from webapp.voucherify.errors import InvalidAnswer, Problem, TimedOut, VoucherifyError
from webapp.voucherify.logs import log_call
from webapp.voucherify.parameters import json_body, path_segment, query_string
from webapp.voucherify.rate_limits import RateLimit, read_rate_limit
from webapp.voucherify.records import UNSET
from webapp.voucherify.retries import delay_before_retry

API_VERSION = "v2018-08-01"


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
        authentication: AuthBase,
        *,
        connect_timeout: float,
        read_timeout: float,
        pool_size: int,
        retries: int,
        channel: str,
    ) -> None:
        """Raise ValueError for a base URL to which keys should not be sent.

        A call with all its attempts takes at most about connect_timeout + read_timeout seconds.
        """
        self._base_url = checked_base_url(base_url)
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._retries = retries
        self.rate_limit: RateLimit | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.auth = authentication
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.update(
            {
                "Accept": "application/json",
                "X-Voucherify-API-Version": API_VERSION,
                "X-Voucherify-Channel": channel,
            }
        )
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=pool_size)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def call(
        self,
        operation: str,
        *identifiers: str,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
        accepts: Callable[[object], bool],
    ) -> Any:
        """Carry out an operation and return the JSON it answers with, None for an empty answer.

        `operation` is the documented name, "GET /v1/customers/{customerId}"; identifiers fill its placeholders in
        turn. Raise a VoucherifyError when it does not succeed (InvalidAnswer also when `accepts` does not hold for
        the JSON), ValueError for parameters that cannot be sent.
        """
        request = self._prepare(operation, identifiers, query or {}, body)
        started = time.monotonic()
        deadline = started + self._connect_timeout + self._read_timeout
        attempt = 1
        ending = self._attempt(operation, request, accepts, deadline)
        while ending.failure is not None:
            delay = delay_before_retry(
                operation, attempt, ending.failure, retries=self._retries, seconds_left=deadline - time.monotonic()
            )
            if delay is None:
                break
            time.sleep(delay)
            attempt += 1
            ending = self._attempt(operation, request, accepts, deadline)
        milliseconds = round((time.monotonic() - started) * 1000)
        log_call(operation, status=ending.status, milliseconds=milliseconds, attempt=attempt, error=ending.failure)
        if ending.failure is not None:
            raise ending.failure
        return ending.value

    def close(self) -> None:
        """Close the pooled connections."""
        self._session.close()

    def _prepare(
        self, operation: str, identifiers: tuple[str, ...], query: Mapping[str, object], body: object
    ) -> requests.PreparedRequest:
        method, template = operation.split(" ", 1)
        parts = re.split(r"\{\w+\}", template)
        segments = [path_segment(identifier) for identifier in identifiers]
        path = "".join(part + segment for part, segment in zip(parts, [*segments, ""], strict=True))
        encoded_query = query_string(query)
        return self._session.prepare_request(
            requests.Request(
                method,
                f"{self._base_url}{path}{'?' if encoded_query else ''}{encoded_query}",
                headers={} if body is UNSET else {"Content-Type": "application/json"},
                data=None if body is UNSET else json_body(body),
            )
        )

    def _attempt(
        self, operation: str, request: requests.PreparedRequest, accepts: Callable[[object], bool], deadline: float
    ) -> Ending:
        answer = self._exchange(operation, request, deadline)
        if isinstance(answer, VoucherifyError):
            return Ending(None, failure=answer)
        self.rate_limit = read_rate_limit(answer.headers) or self.rate_limit
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

    def _exchange(self, operation: str, request: requests.PreparedRequest, deadline: float) -> Answer | VoucherifyError:
        """Send once. Errors are returned, not raised, so that no traceback leads to the address they quote."""
        seconds_left = max(deadline - time.monotonic(), 0.001)
        timeout = (min(self._connect_timeout, seconds_left), min(self._read_timeout, seconds_left))
        try:
            response = self._session.send(request, timeout=timeout, allow_redirects=False, stream=True)
        except requests.RequestException as error:
            return read_breakdown(operation, error)
        with response:
            try:
                body = read_body(response, deadline)
            except TimeoutError:
                return TimedOut(operation, Problem(status=response.status_code))
            return Answer(response.status_code, response.headers, body)
