"""Segments: those of a customer, all of them, and who is in one."""
