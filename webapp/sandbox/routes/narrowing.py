"""Filters that several lists share."""

from flask import request

from webapp.sandbox import parameters
from webapp.sandbox.database import Connection
from webapp.sandbox.listing import Selection
from webapp.sandbox.rules import customers, filters
from webapp.sandbox.rules.filters.fields import Fields
from webapp.sandbox.world import world


def by_customer(connection: Connection, selection: Selection, condition: str = "customer_id = ?") -> None:
    """`customer`, an id or source_id; nothing belongs to an unknown one."""
    if named := parameters.text("customer"):
        customer = customers.find(connection, named)
        selection.where(condition, customer["id"] if customer else "")


def by_moment(selection: Selection, name: str, column: str, order: str) -> None:
    """`name[after]` and `name[before]`, both exclusive, also spelled `[name][after]`; `order` is the list's column."""
    walked = column if order.lstrip("-") == column else f"+{column}"
    for bound, operator in (("after", ">"), ("before", "<")):
        moment = parameters.moment(f"{name}[{bound}]") or parameters.moment(f"[{name}][{bound}]")
        if moment:
            selection.where(f"{column} {operator} ?", moment, test=f"{walked} {operator} ?")


def by_filters(selection: Selection, fields: Fields) -> None:
    """The filter grammar in `filters[...]`."""
    condition = filters.from_query(request.args.items(multi=True), fields, world().clock.now())
    if condition is not None:
        selection.where(condition.clause, *condition.parameters)
