"""How the cells of one column are checked and read, by the field it is mapped to."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from webapp.imports.checking.contacts import USUAL_EMAIL, country_reader, over_phones, read_email, read_phone
from webapp.imports.checking.days import CERTAIN_BIRTHDATE, read_birthdate
from webapp.imports.checking.findings import Mapping
from webapp.imports.checking.glances import Glance, by_pattern, every
from webapp.imports.checking.metadata import CERTAIN_NUMBER, is_any_number, metadata_reader
from webapp.imports.checking.readings import Flaw, Reader, Reading, error, warning
from webapp.imports.checking.texts import PLAIN_KEY, PLAIN_TEXT, customer_id_flaws, key_flaws, length_flaws, text_flaws
from webapp.imports.columns import FIELDS, IGNORED, METADATA
from webapp.voucherify.metadata_schemas import Definition, MetadataSchema

REMEMBERED = 5_000  # cells of one column: many columns hold few values again and again
SHORT = 100  # characters
OVER_TEXTS = by_pattern(PLAIN_TEXT, in_ascii=False)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Column:
    """A column of the file.

    `glance` gives those of many cells that may have flaws, for `flaws_of` to judge. `values_of` gives the values of
    many cells without errors, trimmed; those of empty ones mean nothing.
    """

    index: int
    field: str
    glance: Glance
    flaws_of: Callable[[str], tuple[Flaw, ...]]
    values_of: Callable[[Sequence[str]], Iterable[Any]]


@dataclass(frozen=True)
class Treatment:
    """How a field's cells are treated: the quick look, how one is read, what is judged besides."""

    glance: Glance = OVER_TEXTS
    reader: Reader | None = None  # none for texts, which are their own value
    judges: tuple[Callable[[str], Iterator[Flaw]], ...] = (text_flaws,)
    if_empty: tuple[Flaw, ...] = ()


def columns_of(mapping: Mapping, schema: MetadataSchema | None) -> list[Column]:
    """The columns that are imported."""
    zone = ZoneInfo(mapping.zone)
    definitions = schema.properties if schema else {}
    return [
        _column(index, field, _treatment(field, mapping, definitions.get(field.removeprefix(METADATA)), zone))
        for index, field in enumerate(mapping.fields)
        if field != IGNORED
    ]


def _treatment(field: str, mapping: Mapping, definition: Definition | None, zone: ZoneInfo) -> Treatment:
    if field in {"source_id", "id"}:
        return _of_identifier(field, is_key=field == mapping.key)
    if field.startswith(METADATA):
        return _of_metadata(definition, mapping, zone)
    if field == "email":
        return Treatment(by_pattern(USUAL_EMAIL), read_email)
    if field == "phone":
        return Treatment(over_phones(), read_phone)
    if field == "birthdate":
        today = datetime.now(zone).date()
        return Treatment(by_pattern(CERTAIN_BIRTHDATE), partial(read_birthdate, order=mapping.date_order, today=today))
    if field == "address.country":
        return Treatment(every, country_reader())
    if field == "description":
        return Treatment()
    return Treatment(judges=(text_flaws, length_flaws))


def _of_identifier(field: str, *, is_key: bool) -> Treatment:
    judges = (text_flaws, key_flaws)
    missing = error("missing_key", f"There is no {FIELDS[field]}, so nobody can tell whose row this is.")
    return Treatment(
        glance=by_pattern(PLAIN_KEY if field == "source_id" else r"cust_[0-9A-Za-z]{1,100}", in_ascii=False),
        judges=judges if field == "source_id" else (*judges, customer_id_flaws),
        if_empty=(missing,) if is_key else (),
    )


def _of_metadata(definition: Definition | None, mapping: Mapping, zone: ZoneInfo) -> Treatment:
    reader = metadata_reader(definition, mapping.date_order, zone)
    empty = _flaws_of_empty(mapping) if definition and definition.optional is False else ()
    if reader is Reading:
        return Treatment(if_empty=empty)
    return Treatment(by_pattern(CERTAIN_NUMBER) if is_any_number(definition) else every, reader, if_empty=empty)


def _flaws_of_empty(mapping: Mapping) -> tuple[Flaw, ...]:
    """What is wrong with an empty cell where the project requires a value."""
    if mapping.mode == "create_only":
        return (error("required", "New customers need a value here."),)
    if mapping.empty == "clear":
        return (error("cannot_be_cleared", "The project requires a value here, so it cannot be cleared."),)
    if mapping.mode == "create_and_update":
        return (warning("required_when_new", "If this customer is new, a value is needed here."),)
    return ()


def _column(index: int, field: str, treatment: Treatment) -> Column:
    def judged(cell: str) -> tuple[Flaw, ...]:
        text = cell.strip()
        if not text:
            return treatment.if_empty
        flaws = dict.fromkeys(flaw for judge in treatment.judges for flaw in judge(cell))
        if treatment.reader and not any(flaw.level == "error" for flaw in flaws):
            flaws |= dict.fromkeys(treatment.reader(text).flaws)
        return tuple(flaws)

    def read_value(text: str) -> Any:
        return treatment.reader(text).value if treatment.reader else text

    def glance(cells: Sequence[str]) -> Collection[str]:
        """An empty cell, which all glances pass over, may have flaws in this column."""
        return [*treatment.glance(cells), ""] if "" in cells else treatment.glance(cells)

    is_text = treatment.reader is None or (field in FIELDS and field != "birthdate")
    return Column(
        index,
        field,
        glance=glance if treatment.if_empty else treatment.glance,
        flaws_of=_remembering(judged),
        values_of=_as_they_are if is_text else _each_once(read_value),
    )


def _as_they_are(texts: Sequence[str]) -> Sequence[str]:
    return texts


def _each_once(read_value: Callable[[str], Any]) -> Callable[[Sequence[str]], Iterable[Any]]:
    """For many texts what the function gives for one, which is not asked for the empty one."""
    remembered = _remembering(read_value)

    def values_of(texts: Sequence[str]) -> Iterable[Any]:
        values = {text: remembered(text) for text in {*texts} if text}
        return map(values.get, texts)

    return values_of


def _remembering(function: Callable[[str], Result]) -> Callable[[str], Result]:
    """The same, with what it gave for short texts remembered; long ones are hardly ever the same."""
    remembered = lru_cache(REMEMBERED)(function)
    return lambda text: remembered(text) if len(text) <= SHORT else function(text)
