"""What the API tells about vouchers (coupons, gift cards, loyalty cards) and their balances."""

from webapp.voucherify.fields import (
    day,
    flag,
    identifier,
    mapping,
    moment,
    number,
    record,
    records,
    text,
    values,
    whole_number,
)
from webapp.voucherify.records import Record


class Category(Record):
    """A category of vouchers or campaigns; the lower `hierarchy`, the more it counts."""

    id = identifier()
    name = text()
    hierarchy = whole_number()


class Discount(Record):
    """What a discount voucher takes off. Which of the fields are there depends on `type`.

    `type` is AMOUNT, PERCENT, UNIT or FIXED. `amount_off` and `fixed_amount` are in minor units of money,
    `percent_off` in percent, `unit_off` in pieces.
    """

    type = text()
    effect = text()
    amount_off = number()
    amount_limit = number()
    percent_off = number()
    fixed_amount = number()
    unit_off = number()
    unit_type = text()


class Gift(Record):
    """A gift card's money in minor units: `balance` can be spent, `amount` is all there ever was."""

    amount = whole_number()
    subtracted_amount = whole_number()
    redeemed_amount = whole_number()
    balance = whole_number()
    effect = text()


class LoyaltyCard(Record):
    """A loyalty card's points: `balance` can be spent, `points` is all there ever were."""

    points = whole_number()
    balance = whole_number()
    next_expiration_date = day()
    next_expiration_points = whole_number()
    pending_points = whole_number()
    expired_points = whole_number()
    subtracted_points = whole_number()


class VoucherUse(Record):
    """How often a voucher may be redeemed (`quantity`, None for ever so often) and was; points for loyalty cards."""

    quantity = whole_number()
    redeemed_quantity = whole_number()
    redeemed_points = whole_number()


class Picture(Record):
    """An image of the code."""

    id = text()
    url = text()


class VoucherAssets(Record):
    """The code as images."""

    qr = record(Picture)
    barcode = record(Picture)


class Timeframe(Record):
    """Valid for `duration` in each `interval`, both ISO 8601 durations."""

    duration = text()
    interval = text()


class Voucher(Record):
    """A voucher. `type` is DISCOUNT_VOUCHER, GIFT_VOUCHER or LOYALTY_CARD, and says which part holds its worth.

    `campaign` is the campaign's name; `holder_id` the customer's id. `validity_day_of_week` counts from 0, Sunday.
    """

    essential = ("id",)

    id = identifier()
    code = text()
    type = text()
    campaign = text()
    campaign_id = text()
    category = text()
    category_id = text()
    categories = records(Category)
    discount = record(Discount)
    gift = record(Gift)
    loyalty_card = record(LoyaltyCard)
    start_date = moment()
    expiration_date = moment()
    validity_timeframe = record(Timeframe)
    validity_day_of_week = values()
    validity_hours = mapping()
    active = flag()
    additional_info = text()
    metadata = mapping()
    assets = record(VoucherAssets)
    is_referral_code = flag()
    holder_id = text()
    referrer_id = text()
    redemption = record(VoucherUse)
    created_at = moment()
    updated_at = moment()


class RelatedObject(Record):
    """What something is about."""

    type = text()
    id = text()


class Balance(Record):
    """A balance after a change by `amount`; minor units of money ("gift_voucher") or points ("loyalty_card").

    `total` is everything ever put on the card, less what was taken off by hand; `balance` is what can be spent.
    """

    essential = ("balance",)

    type = text()
    amount = whole_number()
    total = whole_number()
    balance = whole_number()
    operation_type = text()
    related_object = record(RelatedObject)


class TransactionDetails(Record):
    """What a transaction came from: any of these may be there, and more in `raw`."""

    balance = record(Balance)
    order = mapping()
    redemption = mapping()
    rollback = mapping()
    event = mapping()
    earning_rule = mapping()
    reward = mapping()


class Transaction(Record):
    """One change of a voucher's balance; `details.balance.amount` is negative where something was taken off.

    `type` is CREDITS_… for gift cards and POINTS_… for loyalty cards; `source_id` is the merchant's own identifier
    of the transaction; `source` names who made it, such as "API".
    """

    essential = ("id",)

    id = identifier()
    source_id = text()
    voucher_id = text()
    campaign_id = text()
    source = text()
    reason = text()
    type = text()
    details = record(TransactionDetails)
    related_transaction_id = text()
    created_at = moment()


class RedemptionEntry(Record):
    """One redemption or rollback of a voucher."""

    id = identifier()
    object = text()
    date = moment()
    customer_id = text()
    tracking_id = text()
    amount = whole_number()
    result = text()
    failure_code = text()
    reason = text()


class VoucherRedemptions(Record):
    """How often a voucher was redeemed, and each time."""

    essential = ("redeemed_quantity",)

    quantity = whole_number()
    redeemed_quantity = whole_number()
    total = whole_number()
    redemption_entries = records(RedemptionEntry)
