from datetime import UTC, datetime
from typing import Any

import pytest

from webapp.sandbox.rules.redeemables import status

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("voucher", "expected"),
    [
        ({}, "ACTIVE"),
        ({"active": True, "redemption": {"quantity": None, "redeemed_quantity": 9}}, "ACTIVE"),
        ({"active": False, "expiration_date": "2020-01-01T00:00:00.000Z"}, "DISABLED"),
        ({"expiration_date": "2026-05-01T11:59:59.999Z", "start_date": "2027-01-01T00:00:00Z"}, "EXPIRED"),
        ({"expiration_date": "2026-05-01T12:00:00.000001+00:00"}, "ACTIVE"),
        ({"start_date": "2026-05-01T14:30:00+02:00"}, "NOT_ACTIVE_YET"),
        ({"start_date": "2026-05-01T12:00:00.000Z"}, "ACTIVE"),
        ({"redemption": {"quantity": 1, "redeemed_quantity": 1}}, "USED"),
        ({"redemption": {"quantity": 1, "redeemed_quantity": 1}, "gift": {"balance": 0}}, "USED"),
        ({"gift": {"balance": 0}}, "NO_BALANCE"),
        ({"loyalty_card": {"balance": 0}}, "NO_BALANCE"),
        ({"loyalty_card": {"balance": 1}}, "ACTIVE"),
    ],
)
def test_the_first_reason_against_use_is_the_status(voucher: dict[str, Any], expected: str) -> None:
    assert status(voucher, NOW) == expected
