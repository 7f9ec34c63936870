"""A customer's history: what was changed through Frontdesk, what Voucherify saw, and taking changes back."""
