"""One request about one customer: the calls it takes, side by side."""

import time
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, current_app, redirect, request, url_for

from webapp.customer_page.sections import Read
from webapp.service import voucherify
from webapp.side_by_side import Answer, answer_by, begin
from webapp.voucherify.customer_records import Customer

API_ID_PREFIX = "cust_"


class Visit:
    """A customer, and calls about them under way. `read_at` is when the customer was read, in the configured zone."""

    def __init__(self, customer_id: str, *reads: Read) -> None:
        """Read the customer, with the other calls beside it.

        Ends the request with 404 where there is no such customer, and with a redirect to the same address with
        the API's id where a source id was given, since that may be personal.
        """
        self._calls: dict[Read, Future[Any]] = {}
        if customer_id.startswith(API_ID_PREFIX):  # very likely right, so nothing waits to be sure
            self._begin(customer_id, reads)
        self.customer = read_customer(customer_id)
        if self.customer.id != customer_id:
            abort(redirect(_same_address(self.customer)))
        self._begin(customer_id, reads)
        settings = current_app.extensions["settings"]
        self._deadline = time.monotonic() + settings.panel_deadline_ms / 1000
        self.read_at = datetime.now(ZoneInfo(settings.timezone))

    def answer(self, read: Read) -> Answer:
        """What a call has brought by the page's deadline. One not asked for before begins now."""
        self._begin(self.customer.id, (read,))
        return answer_by(self._calls[read], self._deadline)

    def result(self, read: Read) -> Any:
        """What a call brings, however long it takes. Raises the API's errors."""
        return self._calls[read].result()

    def full_answer(self, read: Read) -> Answer:
        """What a call brings, however long it takes, or its error."""
        return answer_by(self._calls[read])

    def _begin(self, customer_id: str, reads: tuple[Read, ...]) -> None:
        for read in reads:
            if read not in self._calls:
                self._calls[read] = begin(partial(read, voucherify(), customer_id))


def read_customer(customer_id: str) -> Customer:
    """A customer by id or source id, from the API. Raises NotFound; 404 for what no address can carry."""
    try:
        return voucherify().customers.get(customer_id)
    except ValueError:
        abort(404)


def _same_address(customer: Customer) -> str:
    assert request.endpoint is not None  # noqa: S101 - for the type checker: a view is running
    query = {name: values for name, values in request.args.lists() if name not in (request.view_args or {})}
    return url_for(request.endpoint, **{**query, **(request.view_args or {}), "customer_id": customer.id})
