"""Exports: choose, start, watch, download through Frontdesk."""
