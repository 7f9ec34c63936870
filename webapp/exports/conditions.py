"""The conditions of an export, as the API tells them back or as it will be asked: operators with values. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Told(NamedTuple):
    """One operator of one field. Values are as they came, one or several."""

    field: str
    operator: str
    values: tuple[Any, ...]


def told(filters: Mapping[str, Any]) -> Iterator[Told]:
    """Every condition in `parameters.filters`; what is not written in the filter grammar is passed over."""
    for field, condition in filters.items():
        operators = condition.get("conditions") if isinstance(condition, Mapping) else None
        for operator, values in operators.items() if isinstance(operators, Mapping) else ():
            yield Told(field, operator, tuple(values) if isinstance(values, list | tuple) else (values,))
