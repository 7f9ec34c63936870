"""Seeing one customer's personal data for a while, and checking what a caller says without seeing it."""
