"""What customers are called, kept for some minutes: orders name them by id only, and each name costs a call.

One per process. It keeps a bounded number of names, and reads a bounded number for a page.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock

from flask import current_app

from webapp.customer_page.names import title_of
from webapp.side_by_side import answer_by, begin
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import NotFound, VoucherifyError

KEPT_SECONDS = 300.0
MOST_KEPT = 2_000
MOST_CALLS = 10
SIDE_BY_SIDE = 4
PATIENCE_SECONDS = 1.0
GONE = "no longer there"


@dataclass(frozen=True)
class Name:
    """What a customer is called; `is_gone` for one the API no longer knows."""

    text: str
    is_gone: bool = False


class CustomerNames:
    """Names by customer id, each for a few minutes."""

    def __init__(self, *, kept_seconds: float = KEPT_SECONDS, most: int = MOST_KEPT) -> None:
        self._kept_seconds = kept_seconds
        self._most = most
        self._names: OrderedDict[str, tuple[float, Name]] = OrderedDict()
        self._lock = Lock()

    def keep(self, customer_id: str, name: Name) -> None:
        with self._lock:
            self._names[customer_id] = (time.monotonic() + self._kept_seconds, name)
            self._names.move_to_end(customer_id)
            while len(self._names) > self._most:
                self._names.popitem(last=False)

    def known(self, customer_ids: Iterable[str]) -> dict[str, Name]:
        """The names that are kept and not too old."""
        now = time.monotonic()
        with self._lock:
            found = {each: self._names[each] for each in customer_ids if each in self._names}
        return {each: name for each, (until, name) in found.items() if until > now}

    def read(self, client: Voucherify, customer_ids: Iterable[str]) -> Mapping[str, Name]:
        """The names of these customers, as far as they are kept or can be read with a few calls in a moment.

        What comes too late is kept for the next page.
        """
        wanted = list(dict.fromkeys(customer_ids))
        missing = [each for each in wanted if each not in self.known(wanted)][:MOST_CALLS]
        shares = [missing[first::SIDE_BY_SIDE] for first in range(SIDE_BY_SIDE)]
        running = [begin(partial(self._read_each, client, share)) for share in shares if share]
        deadline = time.monotonic() + PATIENCE_SECONDS
        for call in running:
            answer_by(call, deadline)
        return self.known(wanted)

    def _read_each(self, client: Voucherify, customer_ids: Iterable[str]) -> None:
        for each in customer_ids:
            try:
                self.keep(each, Name(title_of(client.customers.get(each))))
            except (NotFound, ValueError):
                self.keep(each, Name(GONE, is_gone=True))
            except VoucherifyError:
                return  # the API has other worries; an id will do


def customer_names() -> CustomerNames:
    """The names this process keeps."""
    kept: CustomerNames = current_app.extensions.setdefault("customer_names", CustomerNames())
    return kept
