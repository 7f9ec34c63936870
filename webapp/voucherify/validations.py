"""Validations: whether vouchers would do, asked before they are redeemed."""

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.voucherify.fields import flag, identifier, mapping, record, records, text
from webapp.voucherify.order_records import Order
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.resource import Resource

MOST_REDEEMABLES = 30


class Reason(Record):
    """Why something cannot be redeemed; go by `key`."""

    key = text()
    message = text()
    details = text()
    request_id = text()


class ValidationResult(Record):
    """What came of one redeemable: an `error`, or what it would do (in `raw`)."""

    error = record(Reason)
    discount = mapping()
    gift = mapping()
    loyalty_card = mapping()


class ValidatedRedeemable(Record):
    """One redeemable. `status` is APPLICABLE, INAPPLICABLE (`result.error` says why) or SKIPPED."""

    id = identifier()
    object = text()
    status = text()
    result = record(ValidationResult)
    order = record(Order)
    metadata = mapping()
    campaign_id = text()
    campaign_name = text()


class Validation(Record):
    """Whether the redeemables would do together; `valid` says so."""

    essential = ("valid",)

    id = text()
    valid = flag()
    redeemables = records(ValidatedRedeemable)
    inapplicable_redeemables = records(ValidatedRedeemable)
    skipped_redeemables = records(ValidatedRedeemable)
    order = record(Order)
    tracking_id = text()
    session = mapping()
    stacking_rules = mapping()


class Validations(Resource):
    """The endpoint /v1/validations."""

    def validate(
        self,
        redeemables: Sequence[Mapping[str, Any]],
        *,
        order: Mapping[str, Any] | UnsetType = UNSET,
        customer: Mapping[str, Any] | UnsetType = UNSET,
        session: Mapping[str, Any] | UnsetType = UNSET,
        tracking_id: str | UnsetType = UNSET,
        metadata: Mapping[str, Any] | UnsetType = UNSET,
        options: Mapping[str, Any] | UnsetType = UNSET,
    ) -> Validation:
        """Ask whether redeemables would do, without redeeming them. POST /v1/validations.

        The API answers normally even when nothing would: look at `valid`. A redeemable is
        `{"object": "voucher", "id": "<code>"}`, or a promotion_tier or promotion_stack; there are 1 to 30. Raise
        InvalidRequest with `key` duplicated_redeemables and others, and ValueError for none or too many.
        """
        if not 1 <= len(redeemables) <= MOST_REDEEMABLES:
            raise ValueError(f"there must be 1 to {MOST_REDEEMABLES} redeemables")
        body = {
            "redeemables": [*redeemables],
            "order": order,
            "customer": customer,
            "session": session,
            "tracking_id": tracking_id,
            "metadata": metadata,
            "options": options,
        }
        return self._record(Validation, "POST /v1/validations", body=body)
