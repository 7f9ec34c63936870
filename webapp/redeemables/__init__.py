"""What a customer holds: discount vouchers, gift cards, loyalty cards, and how their balances came about."""
