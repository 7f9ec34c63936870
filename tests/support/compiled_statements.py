# ruff: noqa: SLF001 -- SQLAlchemy keeps what it compiled with the engine, and offers no way to share it
"""Every test has a database of its own, all are asked the same, and compiling it took a fifth of the time."""

from sqlalchemy import Engine

_first: dict[str, Engine] = {}


def share(engine: Engine) -> None:
    """Let an engine use what was compiled for others of its kind, which goes by the dialect."""
    first = _first.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
