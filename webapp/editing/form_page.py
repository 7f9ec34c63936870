"""The form as the template shows it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from webapp.cautions import caution
from webapp.editing.drafts import NEW_KINDS, Base, Draft
from webapp.editing.inputs import Input, inputs_for
from webapp.editing.profiles import Path, value_at
from webapp.kinds import Kind
from webapp.shown_inputs import NewRow, ShownInput, hint_of, is_long, new_row, options_of, widget_of
from webapp.values import Fact, facts_of

INPUT_MODES: dict[Path, str] = {("email",): "email", ("phone",): "tel"}


@dataclass(frozen=True)
class Group:
    """Fields that belong together; `title` is empty for those that need none."""

    title: str
    inputs: tuple[ShownInput, ...]


@dataclass(frozen=True)
class FormPage:
    """All that the form shows. `kept` are keys the project no longer defines, which stay as they are."""

    person: tuple[ShownInput, ...]
    address: tuple[ShownInput, ...]
    declared: tuple[Group, ...]
    others: tuple[ShownInput, ...]
    new_rows: tuple[NewRow, ...]
    kept: tuple[Fact, ...]
    can_add_keys: bool
    schema_is_known: bool
    error_count: int


def form_page(base: Base, draft: Draft, zone: ZoneInfo, errors: Mapping[str, str] | None = None) -> FormPage:
    """The form with everything typed in it, and for the rest what the agent saw."""
    errors = errors or {}
    country = draft.texts.get("address/country") or value_at(base.profile, ("address", "country"))
    shown = [
        (each, _shown(each, f"field-{number}", base, draft, zone, errors, country))
        for number, each in enumerate(inputs_for(base.profile, base.schema, zone, is_new=not base.customer_id))
    ]
    metadata = [(each, input_) for each, input_ in shown if each.path[0] == "metadata"]
    stored = base.profile.get("metadata")
    return FormPage(
        person=tuple(input_ for each, input_ in shown if len(each.path) == 1),
        address=tuple(input_ for each, input_ in shown if each.path[0] == "address"),
        declared=_groups([(each, input_) for each, input_ in metadata if each.is_declared or len(each.path) > 2]),
        others=tuple(input_ for each, input_ in metadata if not each.is_declared and len(each.path) == 2),
        new_rows=tuple(new_row(new, NEW_KINDS, errors, errors.get(new.name, "")) for new in draft.new_keys),
        kept=facts_of(base.schema.retired(stored if isinstance(stored, Mapping) else {})),
        can_add_keys=base.schema.allows_others,
        schema_is_known=base.schema.is_known,
        error_count=len(errors),
    )


def _shown(
    each: Input, id_: str, base: Base, draft: Draft, zone: ZoneInfo, errors: Mapping[str, str], country: Any
) -> ShownInput:
    stored = each.write(value_at(base.profile, each.path), zone) or ""
    text = draft.texts.get(each.name, stored)
    error = errors.get(each.name, "")
    needs_area = is_long(text) or each.path == ("description",)
    widget = widget_of(each, needs_area=needs_area, has_error=bool(error))
    return ShownInput(
        id=id_,
        name=each.name,
        label=each.label,
        widget=widget,
        text=text,
        options=options_of(each, text, zone),
        input_mode=INPUT_MODES.get(each.path, "decimal" if each.kind is Kind.NUMBER else "text"),
        hint=each.hint or hint_of(each.kind, widget),
        error=error,
        caution=caution(each.path, text, country) if each.is_touched(stored, text) else "",
        is_required=each.is_required and not base.customer_id,
        can_be_removed=not each.is_declared and len(each.path) == 2,
    )


def _groups(metadata: list[tuple[Input, ShownInput]]) -> tuple[Group, ...]:
    """Fields of one object stand together under its key; runs of simple keys need no title."""

    def owner(pair: tuple[Input, ShownInput]) -> Path:
        return pair[0].path[1:-1]

    return tuple(
        Group(path[0] if path else "", tuple(shown for _, shown in pairs)) for path, pairs in groupby(metadata, owner)
    )
