"""The calls behind the pages about what a customer holds."""

from dataclasses import dataclass

from webapp.side_by_side import side_by_side
from webapp.voucherify import UNSET, Page, Voucherify
from webapp.voucherify.voucher_records import Transaction, Voucher, VoucherRedemptions

PAGE_SIZE = 100


@dataclass(frozen=True)
class VoucherStory:
    """A voucher with its transactions, newest first, and every time it was used."""

    voucher: Voucher
    transactions: Page[Transaction]
    redemptions: VoucherRedemptions


def read_story(client: Voucherify, voucher_id: str, after_id: str = "") -> VoucherStory:
    """Read the voucher, which tells its code, and with that the rest; older transactions after the one named."""
    voucher = client.vouchers.get(voucher_id)
    code = voucher.code or voucher_id
    if not voucher.gift and not voucher.loyalty_card:
        return VoucherStory(voucher, Page(()), client.vouchers.get_redemptions(code))
    transactions, redemptions = side_by_side(
        lambda: client.vouchers.list_transactions(code, PAGE_SIZE, order="-id", starting_after_id=after_id or UNSET),
        lambda: client.vouchers.get_redemptions(code),
    )
    return VoucherStory(voucher, transactions, redemptions)
