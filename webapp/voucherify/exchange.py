"""One request and its answer: signed, sent, and read within the time there is."""

import time
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy

import requests
from requests.adapters import HTTPAdapter

from webapp.voucherify.answers import Answer
from webapp.voucherify.bodies import Upload
from webapp.voucherify.connections import read_body, read_breakdown
from webapp.voucherify.errors import Problem, TimedOut, VoucherifyError, changes_nothing
from webapp.voucherify.rate_limits import RateLimit, read_rate_limit

API_VERSION = "v2018-08-01"
POOLS = 3  # the API's host, its download host, and one more


class Exchange:
    """One pool of connections, which threads may share. Timeouts are in seconds, deadlines on the monotonic clock.

    Errors are returned, not raised, so that no traceback leads to the address they quote.
    """

    def __init__(self, *, connect_timeout: float, read_timeout: float, pool_size: int, channel: str) -> None:
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self.rate_limit: RateLimit | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.update({"X-Voucherify-API-Version": API_VERSION, "X-Voucherify-Channel": channel})
        adapter = HTTPAdapter(pool_connections=POOLS, pool_maxsize=pool_size)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def new_deadline(self) -> float:
        """Return when a call that begins now must have ended."""
        return time.monotonic() + self._connect_timeout + self._read_timeout

    def send(self, operation: str, request: requests.Request, deadline: float) -> requests.Response | VoucherifyError:
        """Sign and send. A 401 is met with another signature where there is one, unless the operation is a write."""
        signed = self._session.prepare_request(request)
        response = self._once(operation, signed, deadline)
        if isinstance(response, VoucherifyError) or response.status_code != HTTPStatus.UNAUTHORIZED:
            return response
        if request.auth.refused(signed) and changes_nothing(operation):
            response.close()
            return self._once(operation, self._session.prepare_request(request), deadline)
        return response

    def read(self, operation: str, response: requests.Response, deadline: float) -> Answer | VoucherifyError:
        """Read the whole answer by the deadline and give the connection back."""
        if isinstance(response.request.body, Upload):  # the time in which it travelled does not count
            deadline = time.monotonic() + self._read_timeout
        with response:
            try:
                body = read_body(response, deadline)
            except TimeoutError:
                return TimedOut(operation, Problem(status=response.status_code))
            return Answer(response.status_code, response.headers, body)

    def _once(
        self, operation: str, signed: requests.PreparedRequest, deadline: float
    ) -> requests.Response | VoucherifyError:
        seconds_left = max(deadline - time.monotonic(), 0.001)
        timeout = (min(self._connect_timeout, seconds_left), min(self._read_timeout, seconds_left))
        try:
            response = self._session.send(signed, timeout=timeout, allow_redirects=False, stream=True)
        except requests.RequestException as error:
            return read_breakdown(operation, error)
        self.rate_limit = read_rate_limit(response.headers) or self.rate_limit
        return response

    def close(self) -> None:
        """Close the pooled connections."""
        self._session.close()
