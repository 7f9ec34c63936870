"""Customers from files: upload, map the columns, check every row; what is fine goes on as a set of changes."""
