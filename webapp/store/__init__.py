"""Frontdesk's own database: who may sign in, and what they searched for. Plain SQLAlchemy, no Flask."""
