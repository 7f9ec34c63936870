"""Customers: the endpoints under /v1/customers.

Wherever a customer is asked for by id, the Voucherify id and the source_id are both understood. Every method may
raise the errors of `errors`; those named in a docstring are the ones to expect of that call.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, BinaryIO, TypedDict, Unpack

from webapp.voucherify.async_action_records import Enqueued
from webapp.voucherify.bodies import Json, Upload
from webapp.voucherify.customer_records import Customer, PermanentDeletion
from webapp.voucherify.fields import read_moment
from webapp.voucherify.pages import (
    LARGEST_PAGE,
    Page,
    PagingError,
    Position,
    Way,
    by_date,
    by_page_number,
    page_limit,
    walk,
)
from webapp.voucherify.parameters import Moment, both_ways, known, one_of, within
from webapp.voucherify.records import UNSET, UnsetType
from webapp.voucherify.resource import Resource

LAST_PAGE = 99
LARGEST_FILE = 10 * 1024 * 1024
ORDERS = both_ways("created_at", "updated_at", "source_id")
BEFORE_ALL = "1970-01-01T00:00:00.000Z"


class Profile(TypedDict, total=False):
    """What may be written: UNSET or left out leaves a field alone, None sets it to null.

    `address` has `line_1, line_2, postal_code, city, state, country`. Whether `address` and `metadata` are merged
    or replaced is not documented: send the whole object as read just before, with the changes made in it.
    """

    name: str | UnsetType | None
    description: str | UnsetType | None
    email: str | UnsetType | None
    phone: str | UnsetType | None
    birthdate: date | str | UnsetType | None
    birthday: date | str | UnsetType | None
    address: Mapping[str, str | None] | UnsetType | None
    metadata: Mapping[str, Any] | UnsetType | None


class Narrowing(TypedDict, total=False):
    """What a list may be narrowed by. Whether texts match in part or in any case is not documented."""

    email: str | UnsetType
    city: str | UnsetType
    name: str | UnsetType
    segment_id: str | UnsetType
    created_before: Moment | UnsetType
    created_after: Moment | UnsetType
    updated_before: Moment | UnsetType
    updated_after: Moment | UnsetType


PROFILE_FIELDS = {name: name for name in Profile.__annotations__}
NARROWING = {
    "email": "email",
    "city": "city",
    "name": "name",
    "segment_id": "segment_id",
    "created_before": "created_at[before]",
    "created_after": "created_at[after]",
    "updated_before": "updated_at[before]",
    "updated_after": "updated_at[after]",
}


class Customers(Resource):
    """The endpoints under /v1/customers."""

    def get(self, customer_id: str) -> Customer:
        """Return a customer. GET /v1/customers/{customerId}. Raise NotFound."""
        return self._record(Customer, "GET /v1/customers/{customerId}", customer_id)

    def list(
        self,
        limit: int | UnsetType = UNSET,
        page: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        starting_after: Moment | UnsetType = UNSET,
        **narrowing: Unpack[Narrowing],
    ) -> Page[Customer]:
        """Return one page of customers and the `total`, newest first. GET /v1/customers.

        `limit` is 1 to 100 (the API's default is 10), `page` 1 to 99; `order` is created_at, updated_at or
        source_id, with "-" before it for descending. `starting_after` takes the created_at of the last customer
        seen: without `order` older ones follow, with `order` "created_at" or "updated_at" later ones. Raise
        ValueError for parameters out of range.
        """
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "page": within("page", page, 1, LAST_PAGE),
            "order": one_of("order", order, ORDERS),
            "starting_after": starting_after,
            **known(NARROWING, narrowing),
        }
        return self._page(Customer, "GET /v1/customers", query=query)

    def iterate(
        self,
        *,
        order: str | UnsetType = UNSET,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **narrowing: Unpack[Narrowing],
    ) -> Iterator[Customer]:
        """Yield all customers that match, each once, fetching as they are wanted. GET /v1/customers.

        Newest first ("-created_at"), or by `order` "created_at" or "updated_at"; the latter passes over customers
        never updated. Raise ValueError for any other order, PagingError where more than 9,900 customers share
        one instant.
        """
        one_of("order", order, {"-created_at", "created_at", "updated_at"})
        limit = page_limit(page_size, max_items)
        ascending = order in {"created_at", "updated_at"}
        field = "updated_at" if order == "updated_at" else "created_at"
        chosen_order = {"order": order} if ascending else {}

        def fetch(position: Position) -> Page[Customer]:
            parameters: dict[str, Any] = {"limit": limit, **chosen_order, **narrowing, **position}
            return self.list(**parameters)

        way = by_date(
            "starting_after",
            field,
            limit,
            start=BEFORE_ALL if ascending else None,
            instant=lambda stamp: _instant(stamp, field.removesuffix("_at"), limit),
        )
        return walk(fetch, way, max_items)

    def create(
        self,
        *,
        customer_id: str | UnsetType = UNSET,
        source_id: str | UnsetType = UNSET,
        **profile: Unpack[Profile],
    ) -> Customer:
        """Create a customer, or update the one that has the id or source_id already. POST /v1/customers.

        The answer does not tell which of the two happened. With `customer_id`, `source_id` is ignored; with
        neither, each call creates another customer. Raise InvalidRequest for a profile the API refuses.
        """
        body = {"id": customer_id, "source_id": source_id, **known(PROFILE_FIELDS, profile)}
        return self._record(Customer, "POST /v1/customers", body=body)

    def update(self, customer_id: str, **profile: Unpack[Profile]) -> Customer:
        """Change a customer and return it as it is then. PUT /v1/customers/{customerId}.

        Fields not given stay. Raise NotFound (this never creates) and InvalidRequest.
        """
        body = known(PROFILE_FIELDS, profile)
        return self._record(Customer, "PUT /v1/customers/{customerId}", customer_id, body=body)

    def delete(self, customer_id: str) -> None:
        """Delete a customer; there is no way back. DELETE /v1/customers/{customerId}. Raise NotFound."""
        self._nothing("DELETE /v1/customers/{customerId}", customer_id)

    def delete_permanently(self, customer_id: str) -> PermanentDeletion:
        """Delete a customer and all personal data about them; there is no way back.

        POST /v1/customers/{customerId}/permanent-deletion. Raise NotFound.
        """
        return self._record(PermanentDeletion, "POST /v1/customers/{customerId}/permanent-deletion", customer_id)

    def import_csv(self, file: BinaryIO) -> Enqueued:
        """Enqueue a CSV file of customers, of 10 MB at most. POST /v1/customers/importCSV.

        Takes a file opened for reading bytes, and sends it piece by piece. A row whose source_id exists replaces
        that customer's whole profile, metadata included; columns other than the standard ones become metadata. Rows
        fail one by one: the async action's result tells which. Raise ValueError for a larger file, InvalidRequest
        for no CSV.
        """
        upload = Upload(file)
        if upload.size > LARGEST_FILE:
            raise ValueError("the file must be of 10 MB at most")
        return self._record(Enqueued, "POST /v1/customers/importCSV", body=upload)

    def update_in_bulk(self, customers: Sequence[Mapping[str, Any]] | Json) -> Enqueued:
        """Enqueue changes to many customers, 10 MB in all. POST /v1/customers/bulk/async.

        Each is an object with `source_id` and profile fields; unknown source_ids make new customers. Rows fail one
        by one: the async action's result tells which. Large parts may come as JSON already written. Raise
        InvalidRequest, PayloadTooLarge, and ValueError for none or one without source_id.
        """
        if isinstance(customers, Json):
            return self._record(Enqueued, "POST /v1/customers/bulk/async", body=customers)
        if not customers or not all(customer.get("source_id") for customer in customers):
            raise ValueError("there must be customers, each with a source_id")
        return self._record(Enqueued, "POST /v1/customers/bulk/async", body=[*customers])

    def update_metadata_in_bulk(self, source_ids: Collection[str], metadata: Mapping[str, Any]) -> Enqueued:
        """Enqueue the same metadata for many customers. POST /v1/customers/metadata/async.

        Unknown source_ids make new customers. Raise InvalidRequest, PayloadTooLarge, and ValueError for no source_id.
        """
        if not source_ids:
            raise ValueError("there must be a source_id")
        body = {"source_ids": [*source_ids], "metadata": metadata}
        return self._record(Enqueued, "POST /v1/customers/metadata/async", body=body)


def _instant(stamp: str, field: str, page_size: int) -> Way:
    """The way through all customers of one instant: pages of a window a millisecond wide on either side."""
    middle = read_moment(stamp)
    if middle is None:
        raise PagingError("a time stamp cannot be read")
    width = timedelta(milliseconds=1)
    window = {f"{field}_after": middle - width, f"{field}_before": middle + width}
    return by_page_number(page_size, last=LAST_PAGE, window=window)
