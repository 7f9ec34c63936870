"""What the API tells about customers."""

from webapp.voucherify.fields import (
    day,
    identifier,
    mapping,
    moment,
    record,
    records,
    records_by_key,
    text,
    whole_number,
)
from webapp.voucherify.records import Record


class Address(Record):
    """A postal address; every line may be missing."""

    line_1 = text()
    line_2 = text()
    postal_code = text()
    city = text()
    state = text()
    country = text()


class GiftSummary(Record):
    """All gift cards of a customer together, in minor units of money."""

    redeemed_amount = whole_number()
    amount_to_go = whole_number()


class LoyaltyCardSummary(Record):
    """All loyalty cards of a customer together, in points."""

    redeemed_points = whole_number()
    points_to_go = whole_number()


class RedemptionsSummary(Record):
    """How many redemptions and rollbacks there were, and how they ended."""

    total_redeemed = whole_number()
    total_failed = whole_number()
    total_succeeded = whole_number()
    total_rolled_back = whole_number()
    total_rollback_failed = whole_number()
    total_rollback_succeeded = whole_number()
    gift = record(GiftSummary)
    loyalty_card = record(LoyaltyCardSummary)


class OrdersSummary(Record):
    """The customer's orders that are PAID or FULFILLED, and only those; amounts in minor units of money."""

    total_amount = whole_number()
    total_count = whole_number()
    average_amount = whole_number()
    last_order_amount = whole_number()
    last_order_date = moment()


class Summary(Record):
    """Figures the API derives from redemptions and orders; they may lag behind a write by seconds."""

    redemptions = record(RedemptionsSummary)
    orders = record(OrdersSummary)


class CampaignLoyalty(Record):
    """The customer in one loyalty campaign: the points left, the tier's id, the customers they referred."""

    points = whole_number()
    loyalty_tier = text()
    referred_customers = whole_number()


class Loyalty(Record):
    """Points over all cards less those expired; `campaigns` is keyed by campaign name.

    `referred_customers` counts the people this customer referred.
    """

    points = whole_number()
    referred_customers = whole_number()
    campaigns = records_by_key(CampaignLoyalty)


class Referral(Record):
    """One time another customer (`referrer_id`) referred this one."""

    campaign_id = text()
    referrer_id = text()
    related_object_id = text()
    related_object_type = text()
    date = moment()


class Referrals(Record):
    """Who referred this customer; not whom they referred, which is `Loyalty.referred_customers`."""

    total = whole_number()
    campaigns = records(Referral)


class Assets(Record):
    """Addresses of the customer's preference center; only a single customer's answer has them."""

    cockpit_url = text()
    cockpit_preference_center_url = text()


class Customer(Record):
    """A customer. Only `id` is certain to be there.

    `source_id` is the merchant's own identifier and never changes. `birthdate` is the current field and `birthday`
    a deprecated one, stored apart, which may differ. In `metadata` a null differs from an absent key.
    """

    essential = ("id",)

    id = identifier()
    source_id = text()
    name = text()
    description = text()
    email = text()
    phone = text()
    birthdate = day()
    birthday = day()
    address = record(Address)
    metadata = mapping()
    summary = record(Summary)
    loyalty = record(Loyalty)
    referrals = record(Referrals)
    system_metadata = mapping()
    created_at = moment()
    updated_at = moment()
    assets = record(Assets)


class RemovedData(Record):
    """How many objects of each kind a permanent deletion removed."""

    events = whole_number()
    customer_events = whole_number()
    daily_events = whole_number()
    segments = whole_number()
    orders = whole_number()
    order_events = whole_number()
    customer = whole_number()


class PermanentDeletion(Record):
    """The API's receipt for a permanent deletion; its `object` is spelled "pernament_deletion" there."""

    essential = ("id",)

    id = identifier()
    created_at = moment()
    related_object_id = text()
    related_object = text()
    status = text()
    removed = record(RemovedData, "data_json")
