"""A piece of SQL together with the values it binds, in the order of its placeholders."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sql:
    """`clause` never holds a caller's value: those are `parameters`, bound to its question marks."""

    clause: str
    parameters: tuple[str, ...] = ()


def combined(template: str, *parts: Sql) -> Sql:
    """`template` with each `{}` replaced by a part, in order."""
    return Sql(template.format(*(part.clause for part in parts)), _parameters(parts))


def joined(word: str, parts: Iterable[Sql]) -> Sql:
    """The parts with AND or OR between them, in brackets."""
    held = tuple(parts)
    return Sql(f"({f' {word} '.join(part.clause for part in held)})", _parameters(held))


def _parameters(parts: Iterable[Sql]) -> tuple[str, ...]:
    return tuple(value for part in parts for value in part.parameters)
