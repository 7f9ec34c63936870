"""Async actions: work that the API does in the background, such as imports. The endpoints under /v1/async-actions."""

from collections.abc import Iterator

from webapp.voucherify.async_action_records import AsyncAction
from webapp.voucherify.downloads import Download
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_date, page_limit, walk
from webapp.voucherify.parameters import Moment, within
from webapp.voucherify.records import UNSET, UnsetType
from webapp.voucherify.resource import Resource
from webapp.voucherify.waiting import wait_for


class AsyncActions(Resource):
    """The endpoints under /v1/async-actions."""

    def list(self, limit: int | UnsetType = UNSET, *, end_date: Moment | UnsetType = UNSET) -> Page[AsyncAction]:
        """Return async actions without their results, newest first. GET /v1/async-actions.

        The list has no `total`. `limit` is 1 to 100 (the API's default is 10); `end_date` leaves only actions
        enqueued before it. Raise ValueError for a limit out of range, InvalidRequest for no date.
        """
        query = {"limit": within("limit", limit, 1, LARGEST_PAGE), "end_date": end_date}
        return self._page(AsyncAction, "GET /v1/async-actions", query=query)

    def iterate(self, *, max_items: int | None = None) -> Iterator[AsyncAction]:
        """Yield all async actions without their results, newest first. GET /v1/async-actions.

        Raise PagingError where more than 100 were enqueued in one instant.
        """
        limit = page_limit(LARGEST_PAGE, max_items)
        return walk(lambda position: self.list(limit, **position), by_date("end_date", "created_at", limit), max_items)

    def get(self, async_action_id: str) -> AsyncAction:
        """Return an async action, with its result once it has one. GET /v1/async-actions/{asyncActionId}.

        Raise NotFound.
        """
        return self._record(AsyncAction, "GET /v1/async-actions/{asyncActionId}", async_action_id)

    def wait(self, async_action_id: str, *, seconds: float = 120.0) -> AsyncAction:
        """Look at an async action, ever more seldom, until it is finished. GET /v1/async-actions/{asyncActionId}.

        Finished is not succeeded: look at `operation_status` and `result.failed_count`. Raise NotFinished when it
        goes on after these seconds, NotFound, and a passing trouble only if it lasts to the end.
        """
        return wait_for(lambda: self.get(async_action_id), lambda action: action.is_finished, seconds)

    def download_report(self, report: str) -> Download:
        """Open one of the files named in `result.reports`: CSV with the columns `found` and `updated` at least.

        Raise Unauthorized when it is no longer there.
        """
        return self._transport.download("GET {report}", report)
