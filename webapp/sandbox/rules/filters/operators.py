"""What each operator of the filter grammar means, as SQL.

Negative operators hold for a missing value too: whoever has no e-mail address is certainly not `bob@example.org`.
"""

from datetime import datetime, timedelta

from webapp.sandbox import moments
from webapp.sandbox.rules.filters.date_operators import DATE_OPERATORS, Operator
from webapp.sandbox.rules.filters.fields import Field
from webapp.sandbox.rules.filters.sql import Sql, combined, joined
from webapp.sandbox.rules.filters.values import UnsuitableValueError, Values, can_be_days, days, number
from webapp.sandbox.tables import dumps

LONGEST_TEXT = 2_000


def _is(field: Field, values: Values, _now: datetime) -> Sql:
    if len(values) == 1:  # an index can find it
        return field.holds(Sql(f"{field.text} = {'lower(?)' if field.folds else '?'}", (values[0],)))
    wanted = "lower(value)" if field.folds else "value"
    return field.holds(Sql(f"{field.text} IN (SELECT {wanted} FROM json_each(?))", (dumps(values),)))  # noqa: S608


def _like(before: str, after: str) -> Operator:
    """LIKE disregards ASCII case by itself."""

    def operator(field: Field, values: Values, _now: datetime) -> Sql:
        if any(len(value) > LONGEST_TEXT for value in values):
            raise UnsuitableValueError(f"a text of at most {LONGEST_TEXT} characters")
        escaped = [value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for value in values]
        tests = [Sql(f"{field.text} LIKE ? ESCAPE '\\'", (before + value + after,)) for value in escaped]
        return field.holds(joined("OR", tests))

    return operator


def _has_value(field: Field, _values: Values, _now: datetime) -> Sql:
    return field.holds(Sql(f"{field.value} IS NOT NULL AND {field.value} <> ''"))


def _not(operator: Operator) -> Operator:
    return lambda field, values, now: combined("NOT COALESCE({}, 0)", operator(field, values, now))


def _size(sign: str, ago_sign: str) -> Operator:
    """A number compared or, of a moment, the days passed since."""

    def operator(field: Field, values: Values, now: datetime) -> Sql:
        limit = number(values)
        tests = []
        if not field.is_stamp:
            is_number = f"typeof({field.value}) IN ('integer', 'real')"
            tests.append(Sql(f"({is_number} AND {field.value} {sign} CAST(? AS REAL))", (repr(limit),)))
        if field.is_stamp or can_be_days(values[0]):
            bound = moments.written(now - timedelta(days=days(values)))
            tests.append(Sql(f"{field.moment} {ago_sign} ?", (bound,)))
        return field.holds(joined("OR", tests))

    return operator


def _count(sign: str) -> Operator:
    def operator(field: Field, values: Values, _now: datetime) -> Sql:
        return combined("({} {})", field.count(), Sql(f"{sign} CAST(? AS REAL)", (repr(number(values)),)))

    return operator


def _state(name: str) -> Operator:
    def operator(field: Field, _values: Values, _now: datetime) -> Sql:
        if name not in field.states:
            raise UnsuitableValueError("used with a field that has this state")
        return field.states[name]

    return operator


def _located(_field: Field, _values: Values, _now: datetime) -> Sql:
    raise UnsuitableValueError("a location of the project, which has none")


OPERATORS: dict[str, Operator] = {
    "$in": _is,
    "$not_in": _not(_is),
    "$in_location": _located,
    "$not_in_location": _located,
    "$is": _is,
    "$is_not": _not(_is),
    "$has_value": _has_value,
    "$is_unknown": _not(_has_value),
    "$contains": _like("%", "%"),
    "$not_contain": _not(_like("%", "%")),
    "$starts_with": _like("", "%"),
    "$ends_with": _like("%", ""),
    "$more_than": _size(">", "<"),
    "$less_than": _size("<", ">"),
    "$more_than_equal": _size(">=", "<="),
    "$less_than_equal": _size("<=", ">="),
    "$count": _count("="),
    "$count_less": _count("<"),
    "$count_more": _count(">"),
}
OPERATORS |= DATE_OPERATORS
OPERATORS |= {
    f"${name}": _state(f"${name}")
    for name in (
        "active", "failed", "in_progress", "expired", "before_start", "enabled", "disabled", "redeemed", "redeemable",
    )
}  # fmt: skip
