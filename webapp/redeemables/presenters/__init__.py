"""From vouchers and transactions to what the templates show: pure functions, tested without HTTP."""
