"""Whether a segment's filter holds for a customer, as far as a profile tells. Pure.

Only what this knows for certain is answered: a field that is not in the profile (orders, points), or an operator that
speaks of time, makes a filter unknown, never a guess.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.changesets.comparing import OBJECTS, WRITABLE, Customer, value_at
from webapp.changesets.wanted import place_of

Test = Callable[[str, tuple[str, ...]], bool]
"""What an operator asks of a value as text ("" for none), and the texts it is compared with."""

NAMES = {"city": "address.city"}
FIGURES = ("summary.", "loyalty.", "created_at")  # which no change of a profile moves
MOST_REMEMBERED = 10_000  # verdicts on values seen before


@dataclass(frozen=True)
class SegmentFilter:
    """A segment's name and its filter, ready to be asked. `reads` are the profile's fields it speaks of, by flat name.

    A filter that is not known cannot be asked; where even what it reads is not known, `reads` is None.
    """

    id: str
    name: str
    reads: frozenset[str] | None
    is_known: bool
    _tests: tuple[tuple[str, tuple[tuple[Test, tuple[str, ...]], ...]], ...] = ()
    _any: bool = False
    _known: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def is_touched(self, changed: Collection[str]) -> bool:
        """Whether a change of these fields may let somebody enter or leave."""
        return self.reads is None or not self.reads.isdisjoint(changed)

    def holds(self, customer: Customer) -> bool:
        """Whether the customer belongs. To be asked of a filter that is known only."""
        texts = tuple([_text(_value(customer, name)) for name, _ in self._tests])
        known = self._known.get(texts)
        if known is None:
            known = self._judge(texts)
            if len(self._known) < MOST_REMEMBERED:
                self._known[texts] = known
        return known

    def _judge(self, texts: tuple[str, ...]) -> bool:
        results = [
            all(test(text, wanted) for test, wanted in tests)
            for text, (_, tests) in zip(texts, self._tests, strict=True)
        ]
        return any(results) if self._any else all(results)


def read_filter(segment_id: str, name: str, given: Mapping[str, Any]) -> SegmentFilter:
    """Read a filter as GET /v1/segments gives it."""
    given = {NAMES.get(field, field): value for field, value in given.items()}
    junction = given.pop("junction", "and")
    profile = frozenset(filter(_is_ours, given))
    if not given or not all(each in profile or each.startswith(FIGURES) for each in given):
        return SegmentFilter(segment_id, name, None, is_known=False)
    tests = [_tests_of(value) for value in given.values()]
    if len(profile) < len(given) or not all(tests):
        return SegmentFilter(segment_id, name, profile, is_known=False)
    return SegmentFilter(segment_id, name, profile, True, tuple(zip(given, tests, strict=True)), junction == "or")


def _tests_of(value: Any) -> tuple[tuple[Test, tuple[str, ...]], ...]:
    """The conditions on a field; none where one of them is not known."""
    conditions = value.get("conditions") if isinstance(value, Mapping) else None
    if not isinstance(conditions, Mapping) or not conditions.keys() <= OPERATORS.keys():
        return ()
    return tuple((OPERATORS[each], _texts(wanted)) for each, wanted in conditions.items())


def _is_ours(name: str) -> bool:
    if name == "source_id":
        return True
    try:
        top, rest = place_of(name)
    except ValueError:
        return False
    return top in WRITABLE or (top in OBJECTS and "." not in (rest or ""))


def _value(customer: Customer, name: str) -> Any:
    return customer.get("source_id") if name == "source_id" else value_at(customer, name)


def _texts(given: Any) -> tuple[str, ...]:
    values = given if isinstance(given, list) else [given]
    return tuple(_text(value) for value in values) or ("",)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\0".join(map(_text, value))
    return str(value).casefold()


def _elements(text: str) -> list[str]:
    """The elements of a list; of any other value the value itself."""
    return [each for each in text.split("\0") if each]


def _some(compare: Callable[[str, str], bool]) -> Test:
    """Any value fits any of the texts."""
    return lambda text, wanted: any(compare(each, one) for each in _elements(text) for one in wanted)


def _none(compare: Callable[[str, str], bool]) -> Test:
    """No value fits any of the texts; holds where there is no value."""
    some = _some(compare)
    return lambda text, wanted: not some(text, wanted)


def _number(sign: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def compare(one: str, other: str) -> bool:
        try:
            return sign(float(one), float(other))
        except ValueError:
            return False

    return compare


OPERATORS: dict[str, Test] = {
    "$is": _some(str.__eq__),
    "$in": _some(str.__eq__),
    "$is_not": _none(str.__eq__),
    "$not_in": _none(str.__eq__),
    "$has_value": lambda text, _: bool(text),
    "$is_unknown": lambda text, _: not text,
    "$starts_with": _some(str.startswith),
    "$ends_with": _some(str.endswith),
    "$contains": _some(str.__contains__),
    "$not_contain": _none(str.__contains__),
    "$more_than_equal": _some(_number(float.__ge__)),
    "$less_than_equal": _some(_number(float.__le__)),
}
