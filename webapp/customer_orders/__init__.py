"""The orders of one customer. The API cannot list them, so they are gathered from the customer's activity."""
