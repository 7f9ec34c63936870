"""Consents: what customers may be asked to agree to.

An older part of the API: projects without it answer NotFound. No endpoint tells what a customer agreed to; only
events do (`customer.consents.given`, `customer.consents.revoked`).
"""

from collections.abc import Mapping
from typing import ClassVar

from webapp.voucherify.fields import identifier, moment, records, text, texts
from webapp.voucherify.records import Record
from webapp.voucherify.resource import Resource


class Consent(Record):
    """Something to agree to."""

    id = identifier()
    name = text()
    description = text()
    category = text()
    created_at = moment()
    updated_at = moment()


class ConsentGroup(Record):
    """Consents shown together; `consents` are their ids."""

    id = identifier()
    name = text()
    description = text()
    consents = texts()
    created_at = moment()
    updated_at = moment()


class _Consents(Record):
    data = records(Consent)


class _Groups(Record):
    data = records(ConsentGroup)


class ConsentCatalogue(Record):
    """All consents of a project, and their groups."""

    essential = ("consents",)

    @property
    def consents(self) -> tuple[Consent, ...]:
        """All consents, in groups or not."""
        return _Consents.lenient(self.raw.get("consents")).data

    @property
    def groups(self) -> tuple[ConsentGroup, ...]:
        """The groups."""
        return _Groups.lenient(self.raw.get("groups")).data


class Consents(Resource):
    """The endpoints for servers: /v1/consents, and the consents of a customer."""

    root: ClassVar[str] = "/v1"

    def list(self) -> ConsentCatalogue:
        """Return all consents there are to give. GET /v1/consents. Raise NotFound without the feature."""
        return self._record(ConsentCatalogue, f"GET {self.root}/consents")

    def update(self, customer_id: str, answers: Mapping[str, bool]) -> None:
        """Note what a customer agrees to, by consent id. PUT /v1/customers/{customerId}/consents.

        Consents not named stay as they are, as far as is documented. Raise InvalidRequest, NotFound, and ValueError
        for no answers at all.
        """
        if not answers:
            raise ValueError("there must be an answer")
        self._nothing(f"PUT {self.root}/customers/{{customerId}}/consents", customer_id, body=dict(answers))

    def refuse_all(self, customer_id: str) -> None:
        """Note that a customer agrees to nothing ("unsubscribed"). PUT /v1/customers/{customerId}/consents.

        Raise NotFound.
        """
        self.update(customer_id, {"unsubscribed": True})


class ClientSideConsents(Consents):
    """The same for browsers: /client/v1/consents, opened by client-side keys."""

    root = "/client/v1"
