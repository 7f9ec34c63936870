"""A stateful stand-in for the Voucherify API: its own Flask app on its own SQLite file.

It imports nothing from the rest of the project, so that client and stand-in meet only over HTTP.
"""
