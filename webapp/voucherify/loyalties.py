"""Loyalty cards and their points: the endpoints under /v1/loyalties, which the API has declared deprecated.

A member is named by the code of the loyalty card, not by the customer's id.
"""

from webapp.voucherify.parameters import Moment, one_of
from webapp.voucherify.records import UNSET, UnsetType
from webapp.voucherify.resource import Resource
from webapp.voucherify.voucher_records import Balance, Voucher

EXPIRATION_TYPES = frozenset({"PROGRAM_RULES", "CUSTOM_DATE", "NON_EXPIRING"})


class Loyalties(Resource):
    """The endpoints under /v1/loyalties."""

    def get_member(self, member_id: str, *, campaign_id: str | UnsetType = UNSET) -> Voucher:
        """Return a loyalty card; `holder_id` is the customer. Raise NotFound.

        GET /v1/loyalties/members/{memberId}, or GET /v1/loyalties/{campaignId}/members/{memberId}.
        """
        if isinstance(campaign_id, UnsetType):
            return self._record(Voucher, "GET /v1/loyalties/members/{memberId}", member_id)
        return self._record(Voucher, "GET /v1/loyalties/{campaignId}/members/{memberId}", campaign_id, member_id)

    def add_balance(
        self,
        member_id: str,
        points: int,
        *,
        campaign_id: str | UnsetType = UNSET,
        expiration_type: str | UnsetType = UNSET,
        expiration_date: Moment | UnsetType = UNSET,
        reason: str | UnsetType = UNSET,
        source_id: str | UnsetType = UNSET,
    ) -> Balance:
        """Add points to a loyalty card, or take them off with a negative number.

        POST /v1/loyalties/members/{memberId}/balance, or
        POST /v1/loyalties/{campaignId}/members/{memberId}/balance. `expiration_type` is PROGRAM_RULES, CUSTOM_DATE
        (then give `expiration_date`) or NON_EXPIRING. `source_id` is the merchant's own identifier of this
        transaction. Raise NotFound, InvalidRequest with `key` invalid_expiration_date and others, and ValueError for
        an unknown type.
        """
        body = {
            "points": points,
            "expiration_type": one_of("expiration_type", expiration_type, EXPIRATION_TYPES),
            "expiration_date": expiration_date,
            "reason": reason,
            "source_id": source_id,
        }
        if isinstance(campaign_id, UnsetType):
            return self._record(Balance, "POST /v1/loyalties/members/{memberId}/balance", member_id, body=body)
        operation = "POST /v1/loyalties/{campaignId}/members/{memberId}/balance"
        return self._record(Balance, operation, campaign_id, member_id, body=body)
