"""Changing the customers of a search or a segment at once: who, what, and then a change set like any other."""
