"""One box for whatever a ticket contains: an id, an e-mail address, a name, a voucher code, an order."""
