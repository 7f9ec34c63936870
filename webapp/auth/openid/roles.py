"""From what a provider says about somebody to their role here."""

from collections.abc import Mapping
from typing import Any

from webapp.auth.permissions import Role


def role_of(claims: Mapping[str, Any], claim: str, role_map: Mapping[str, str]) -> Role | None:
    """The highest role that any value of the claim stands for; None where none does."""
    given = {role_map[value] for value in values_of(claims, claim) if value in role_map}
    return next((role for role in reversed(Role) if role.value in given), None)


def values_of(claims: Mapping[str, Any], claim: str) -> list[str]:
    """The values of a claim: a text, a list of texts, or an object whose keys are meant.

    The name is taken as it stands first, as in "https://example.com/roles", and then as a path, as in
    "realm_access.roles", where each step may itself be a name with dots.
    """
    return next((_texts(found) for found in _found(claims, claim) if found), [])


def _found(claims: Mapping[str, Any], path: str) -> list[Any]:
    found = [claims[path]] if path in claims else []
    for position, character in enumerate(path):
        inner = claims.get(path[:position]) if character == "." else None
        if isinstance(inner, Mapping):
            found += _found(inner, path[position + 1 :])
    return found


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for text in value if isinstance(text, str)] if isinstance(value, list | Mapping) else []
