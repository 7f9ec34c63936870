"""The rules that a project's metadata schema sets for values, and the sentences that say which are broken. Pure."""

from collections.abc import Callable, Iterator
from typing import Any

from webapp.voucherify.metadata_schemas import Definition

Rule = tuple[Any, Callable[[Any, Any], bool], str]
"""What the schema says, whether a value holds to it, and a sentence for where it does not."""

_RULES: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "eq": (lambda value, allowed: value in allowed, "It must be one of {}."),
    "ne": (lambda value, forbidden: value not in forbidden, "It must not be {}."),
    "lt": (lambda value, bound: value < bound, "It must be less than {}."),
    "lte": (lambda value, bound: value <= bound, "It must be at most {}."),
    "gt": (lambda value, bound: value > bound, "It must be more than {}."),
    "gte": (lambda value, bound: value >= bound, "It must be at least {}."),
    "min_length": (lambda value, length: len(value) >= length, "It must have at least {} characters."),
    "max_length": (lambda value, length: len(value) <= length, "It must have at most {} characters."),
    "exact_length": (lambda value, length: len(value) == length, "It must have exactly {} characters."),
}


def rules_of(definition: Definition | None) -> tuple[Rule, ...]:
    """The rules that a definition sets; none without one."""
    bounds = ((getattr(definition, name, None), *rule) for name, rule in _RULES.items())
    return tuple((bound, holds, words.format(_listed(bound))) for bound, holds, words in bounds if _is_set(bound))


def broken(rules: tuple[Rule, ...], value: Any) -> Iterator[str]:
    """A sentence for each rule that a value breaks."""
    return (sentence for bound, holds, sentence in rules if not _holds(holds, value, bound))


def _is_set(bound: Any) -> bool:
    return bound is not None and bound != ()


def _holds(holds: Callable[[Any, Any], bool], value: Any, bound: Any) -> bool:
    try:
        return holds(value, bound)
    except TypeError:  # a rule for another type than the definition's: the API knows what it means
        return True


def _listed(bound: Any) -> str:
    return ", ".join(map(str, bound)) if isinstance(bound, tuple | list) else str(bound)
