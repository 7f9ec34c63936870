"""The form that searches the audit trail."""

from collections.abc import Iterable

from wtforms import Form, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import Length, Optional

from webapp.audit.actions import LABELS, Outcome
from webapp.form_fields import DayField, not_before
from webapp.paths import row_number


class TrailForm(Form):
    """What can be asked of the trail. Protected by the app-wide CSRF check."""

    person = SelectField("Person", validate_choice=False)
    customer = StringField("Customer's id or source id", [Length(max=500, message="Use at most 500 characters.")])
    action = SelectField(
        "What was done",
        choices=[
            SelectChoice("", "Anything"),
            *(SelectChoice(action.value, label) for action, label in LABELS.items()),
        ],
    )
    outcome = SelectField(
        "How it ended",
        choices=[SelectChoice("", "Any way"), *(SelectChoice(each.value, each.label) for each in Outcome)],
    )
    since = DayField("From", [Optional()])
    until = DayField("Until", [Optional(), not_before("since")])

    def validate_person(self, field: SelectField) -> None:
        """Anybody's number will do: who is in the trail no more may still be asked for."""
        try:
            row_number(field.data or "0")
        except ValueError:
            raise ValidationError("Choose a person from the list.") from None

    def offer_people(self, people: Iterable[tuple[int, str]]) -> None:
        """Set the choices of the field `person` from (id, name) pairs."""
        self.person.choices = [SelectChoice("", "Anybody"), *(SelectChoice(str(id_), name) for id_, name in people)]

    def criteria(self) -> dict[str, str]:
        """The fields that say something, as texts that fill the form again."""
        texts = {field.name: str(field.data or "").strip() for field in self}
        return {name: text for name, text in texts.items() if text}
