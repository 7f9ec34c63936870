"""The forms of an import. Protected by the app-wide CSRF check."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from wtforms import BooleanField, FieldList, FileField, Form, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types

from webapp.imports.checking import Mapping
from webapp.imports.columns import FIELDS, IGNORED, METADATA, NAME, NAME_PARTS, metadata_fields, new_key_field
from webapp.tables import DELIMITERS, ENCODINGS
from webapp.voucherify.metadata_schemas import MetadataSchema

LEAVE_OUT = SelectChoice(IGNORED, "Leave out")


class UploadForm(Form):
    """The file to hand over."""

    file = FileField("CSV file")


class DialectForm(Form):
    """How the file is written."""

    encoding = SelectField("Letters", choices=[SelectChoice(name, label) for name, label in ENCODINGS.items()])
    delimiter = SelectField(
        "Between cells", choices=[SelectChoice(sign, label.capitalize()) for sign, label in DELIMITERS.items()]
    )


class MappingForm(Form):
    """What each column is, and what is to be done with the rows."""

    columns = FieldList(SelectField("Goes into"))
    key = RadioField(
        "Which customer is a row about?",
        choices=[
            SelectChoice("source_id", "The one with its source id"),
            SelectChoice("id", "The one with its customer id (cust_…)"),
        ],
    )
    mode = RadioField(
        "What may rows do?",
        choices=[
            SelectChoice("create_and_update", "Create customers and update those who exist"),
            SelectChoice("update_only", "Update those who exist, create nobody"),
            SelectChoice("create_only", "Create customers, leave those who exist alone"),
        ],
    )
    empty = RadioField(
        "What does an empty cell mean?",
        choices=[
            SelectChoice("keep", "Keep what is stored"),
            SelectChoice("clear", "Clear what is stored"),
        ],
    )
    date_order = SelectField(
        "How to read a date such as 03/04/2020",
        choices=[
            SelectChoice("", "Day first, with a warning"),
            SelectChoice("day_first", "Day first: 3 April"),
            SelectChoice("month_first", "Month first: March 4"),
        ],
    )
    zone = StringField("Time zone of times without one")
    overwrite = BooleanField("Wipe what the file does not mention")

    def validate_zone(self, field: StringField) -> None:
        if field.data not in available_timezones():
            raise ValidationError("Write an IANA time zone, such as Europe/Warsaw.")

    def offer(self, headers: Sequence[str], schema: MetadataSchema | None, *, new_keys: bool = True) -> None:
        """Set what each column can be. A new metadata key is offered under the column's own name only."""
        shared = [LEAVE_OUT, *_standard(), *_of_project(schema)]
        for header, column in zip(headers, self.columns.entries, strict=True):
            new = new_key_field(header, schema) if new_keys else IGNORED
            column.choices = [*shared, *([_new_key(new)] if new else [])]

    def mapping(self) -> Mapping:
        """What a valid form says."""
        said: dict[str, Any] = {name: self[name].data for name in ("key", "mode", "empty", "date_order", "zone")}
        return Mapping(fields=[column.data for column in self.columns.entries], **said)


def mapping_form(mapping: Mapping, *, overwrite: bool) -> MappingForm:
    """The form as it shows a mapping."""
    said = mapping._asdict()
    return MappingForm(data={"columns": said.pop("fields"), **said, "overwrite": overwrite})


def _standard() -> list[SelectChoice]:
    fields: dict[str, str] = {}
    for field, label in FIELDS.items():
        fields |= {field: label} | (NAME_PARTS if field == NAME else {})
    return [SelectChoice(field, label, optgroup="Profile") for field, label in fields.items()]


def _of_project(schema: MetadataSchema | None) -> list[SelectChoice]:
    fields = metadata_fields(schema)
    return [SelectChoice(field, key, optgroup="Metadata of this project") for field, key in fields.items()]


def _new_key(field: str) -> SelectChoice:
    return SelectChoice(
        field, f"New key: {field.removeprefix(METADATA)}", optgroup="Metadata the project does not define"
    )
