# ruff: noqa: SLF001 -- Werkzeug offers no other way to compile an address once
"""Every test has an app of its own, all have the same addresses, and compiling them took a fifth of the time."""

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_compile = Rule._compile_builder
_kept: dict[tuple[object, ...], Builder] = {}


def keep() -> None:
    """From now on compile an address only when no app before had it."""
    Rule._compile_builder = _compile_once  # type: ignore[method-assign]


def _compile_once(rule: Rule, append_unknown: bool = True) -> Builder:
    key = (*rule._trace, append_unknown, repr(rule.defaults))
    if key not in _kept:
        _kept[key] = _compile(rule, append_unknown)
    return _kept[key]
