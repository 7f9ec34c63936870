import pytest

from webapp.voucherify import errors


def held_by(client, source_id):
    return client.redeemables.list(source_id).items[0].redeemable.voucher


def test_a_voucher_that_would_do(client):
    card = held_by(client, "ticket-6")

    validation = client.validations.validate(
        [{"object": "voucher", "id": card.code}], order={"amount": 1000}, customer={"source_id": "ticket-6"}
    )

    assert validation.valid is True
    (redeemable,) = validation.redeemables
    assert (redeemable.id, redeemable.status) == (card.code, "APPLICABLE")
    assert not redeemable.result.error


def test_a_voucher_that_would_not_do_says_why(client):
    expired = held_by(client, "ticket-1")

    validation = client.validations.validate([{"object": "voucher", "id": expired.code}], order={"amount": 1000})

    assert validation.valid is False
    (redeemable,) = validation.redeemables or validation.inapplicable_redeemables
    assert (redeemable.status, redeemable.result.error.key) == ("INAPPLICABLE", "voucher_expired")


def test_the_same_twice(client):
    one = {"object": "voucher", "id": held_by(client, "ticket-6").code}

    with pytest.raises(errors.InvalidRequest) as caught:
        client.validations.validate([one, one])

    assert caught.value.key == "duplicated_redeemables"
