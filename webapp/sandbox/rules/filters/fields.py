"""Fields that can be filtered by: where their value stands and how it compares."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from webapp.sandbox.rules.filters.sql import Sql, combined

_NORMALIZED = "CASE WHEN {0} LIKE '____-__-__%' THEN strftime('%Y-%m-%dT%H:%M:%fZ', {0}) END"


@dataclass(frozen=True)
class Field:
    """`value` is an SQL expression. With a `source` (what follows FROM) it may have many values, and one is enough.

    `text` is the value as words, in lower case where it `folds`; `moment` is the value as a UTC time stamp.
    `kind` is what kind of JSON the value is and `single` the value itself, as a row, where that kind is 'text'.
    `is_stamp`: more and less mean days ago, and never numbers. `yearly`: only month and day count when a
    period is asked for, as with birthdays. `states` are the operators that name a state, such as $active.
    """

    value: str
    text: str
    moment: str
    folds: bool = False
    source: Sql | None = None
    kind: Sql | None = None
    single: Sql | None = None
    is_stamp: bool = False
    yearly: bool = False
    states: Mapping[str, Sql] = field(default_factory=dict)

    def holds(self, test: Sql) -> Sql:
        """The test on the value, or on any of the values; null (which is no match) where there is no value."""
        if self.source is None:
            return test
        any_holds = combined("EXISTS (SELECT 1 FROM {} WHERE {})", self.source, test)
        if self.kind is None or self.single is None:
            return any_holds
        # Most values are one text each, which costs a third less than opening a list of one.
        return combined(
            "CASE {} WHEN 'text' THEN (SELECT {} FROM {}) ELSE {} END", self.kind, test, self.single, any_holds
        )

    def count(self) -> Sql:
        """How many values there are."""
        source = self.source or Sql("(SELECT 1)")
        return combined("(SELECT count(*) FROM {} WHERE {} IS NOT NULL)", source, Sql(self.value))


Fields = Callable[[str], Field | None]


def column(expression: str, source: Sql | None = None) -> Field:
    """A column of text compared as it stands: an id, a code, a type."""
    return Field(expression, expression, _NORMALIZED.format(expression), source=source)


def stamp(expression: str, source: Sql | None = None) -> Field:
    """A column that holds a time stamp (UTC, milliseconds)."""
    return Field(expression, expression, expression, source=source, is_stamp=True)


def in_document(keys: Iterable[str], document: str = "document", *, yearly: bool = False) -> Field:
    """A value inside a JSON column: any element of a list, ASCII case disregarded, true and false as words."""
    path = "$" + "".join(f'."{key}"' for key in keys)
    return Field(
        value="value",
        text="lower(CASE type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE value END)",
        moment=_NORMALIZED.format("value"),
        folds=True,
        source=Sql(f"json_each({document} -> ?)", (path,)),  # one parse of the document serves all its fields
        kind=Sql(f"json_type({document}, ?)", (path,)),
        single=Sql(f"(SELECT {document} ->> ? AS value, 'text' AS type)", (path,)),
        yearly=yearly,
    )
