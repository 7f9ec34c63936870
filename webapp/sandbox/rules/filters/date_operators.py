"""The operators about dates. Days and periods are those of UTC; `_md` operators look at month and day only."""

from collections.abc import Callable
from datetime import datetime, timedelta

from webapp.sandbox import moments
from webapp.sandbox.rules.filters import periods
from webapp.sandbox.rules.filters.fields import Field
from webapp.sandbox.rules.filters.sql import Sql, joined
from webapp.sandbox.rules.filters.values import UnsuitableValueError, Values, days, moment, whole
from webapp.sandbox.tables import dumps

Operator = Callable[[Field, Values, datetime], Sql]

NEVER = Sql("0")


def _compared(sign: str) -> Operator:
    """A moment before or after the one given or, of several, any of them."""

    def operator(field: Field, values: Values, _now: datetime) -> Sql:
        furthest = max if sign == "<" else min
        return field.holds(Sql(f"{field.moment} {sign} ?", (furthest(map(moment, values)),)))

    return operator


def _further(direction: int) -> Operator:
    """More than so many days away."""

    def operator(field: Field, values: Values, now: datetime) -> Sql:
        bound = moments.written(now + direction * timedelta(days=days(values)))
        return field.holds(Sql(f"{field.moment} {'>' if direction > 0 else '<'} ?", (bound,)))

    return operator


def _nearer(direction: int) -> Operator:
    """Between now and fewer than so many days away."""

    def operator(field: Field, values: Values, now: datetime) -> Sql:
        bounds = sorted([moments.written(now), moments.written(now + direction * timedelta(days=days(values)))])
        signs = (">=", "<") if direction > 0 else (">", "<=")
        tests = [Sql(f"{field.moment} {sign} ?", (bound,)) for sign, bound in zip(signs, bounds, strict=True)]
        return field.holds(joined("AND", tests))

    return operator


def _within(field: Field, period: periods.Period, *, any_year: bool) -> Sql:
    if not any_year:
        first, after = (day.isoformat() for day in period)
        return field.holds(Sql(f"({field.moment} >= ? AND {field.moment} < ?)", (first, after)))
    first, after = (day.strftime("%m-%d") for day in period)
    month_and_day = f"substr({field.moment}, 6, 5)"
    across_new_year = "OR" if after <= first else "AND"
    return field.holds(Sql(f"({month_and_day} >= ? {across_new_year} {month_and_day} < ?)", (first, after)))


def _period(name: str, *, any_year: bool = False) -> Operator:
    def operator(field: Field, _values: Values, now: datetime) -> Sql:
        yearly = any_year or (field.yearly and not name.endswith("_year"))
        return _within(field, periods.named(name, now.date()), any_year=yearly)

    return operator


def _day_away(direction: int, *, any_year: bool = False) -> Operator:
    def operator(field: Field, values: Values, now: datetime) -> Sql:
        day = now.date() + timedelta(days=direction * days(values))
        return _within(field, periods.days(day), any_year=any_year)

    return operator


def _nearer_in_any_year(direction: int) -> Operator:
    """The anniversary lies between today and fewer than so many days away."""

    def operator(field: Field, values: Values, now: datetime) -> Sql:
        count = min(days(values), 365)
        if count == 0:
            return NEVER
        first = now.date() if direction > 0 else now.date() - timedelta(days=count - 1)
        return _within(field, periods.days(first, count), any_year=True)

    return operator


def _further_in_any_year(direction: int) -> Operator:
    """This year's anniversary lies more than so many days away."""

    def operator(field: Field, values: Values, now: datetime) -> Sql:
        bound = now.date() + timedelta(days=direction * days(values))
        if bound.year != now.year:
            return NEVER
        sign = ">" if direction > 0 else "<"
        return field.holds(Sql(f"substr({field.moment}, 6, 5) {sign} ?", (bound.strftime("%m-%d"),)))

    return operator


def _part(code: str) -> Operator:
    """Part of a moment as a number, by its strftime code."""

    def operator(field: Field, values: Values, _now: datetime) -> Sql:
        numbers = dumps([whole(value) for value in values])
        part = f"CAST(strftime('{code}', {field.moment}) AS INTEGER)"
        return field.holds(Sql(f"{part} IN (SELECT value FROM json_each(?))", (numbers,)))  # noqa: S608

    return operator


def _years_ago(field: Field, values: Values, now: datetime) -> Sql:
    """Exactly so many years ago today."""
    years = days(values)
    if years >= now.year:
        raise UnsuitableValueError(f"fewer than {now.year}")
    then = f"{now.year - years:04d}-{now:%m-%d}"
    return field.holds(Sql(f"substr({field.moment}, 1, 10) = ?", (then,)))


DATE_OPERATORS: dict[str, Operator] = {
    "$more_than_ago": _further(-1),
    "$less_than_ago": _nearer(-1),
    "$more_than_future": _further(1),
    "$less_than_future": _nearer(1),
    "$after": _compared(">"),
    "$before": _compared("<"),
    "$is_days_ago": _day_away(-1),
    "$is_days_in_future": _day_away(1),
    "$is_day_of_month": _part("%d"),
    "$is_day": _part("%w"),
    "$is_month": _part("%m"),
    "$is_year": _part("%Y"),
    "$is_years_ago": _years_ago,
    "$is_days_ago_md": _day_away(-1, any_year=True),
    "$is_more_days_ago_md": _further_in_any_year(-1),
    "$is_less_days_ago_md": _nearer_in_any_year(-1),
    "$is_days_in_future_md": _day_away(1, any_year=True),
    "$is_more_days_in_future_md": _further_in_any_year(1),
    "$is_less_days_in_future_md": _nearer_in_any_year(1),
}
DATE_OPERATORS |= {f"${name}": _period(name) for name in periods.NAMES}
DATE_OPERATORS |= {f"${name}_md": _period(name, any_year=True) for name in periods.NAMES if not name.endswith("_year")}
