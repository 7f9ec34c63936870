"""The form that narrows the list of jobs."""

from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types

EVERYONE, MINE = "", "mine"
ANY_STATE, RUNNING, FINISHED = "", "running", "finished"


class JobsForm(Form):
    """Whose work, and in which state. A value that is none of the choices counts as the first."""

    whose = SelectField(
        "Whose", choices=[SelectChoice(EVERYONE, "Everyone's"), SelectChoice(MINE, "Mine")], default=EVERYONE
    )
    state = SelectField(
        "State",
        choices=[
            SelectChoice(ANY_STATE, "Any"),
            SelectChoice(RUNNING, "Running"),
            SelectChoice(FINISHED, "Finished"),
        ],
        default=ANY_STATE,
    )

    @property
    def is_mine(self) -> bool:
        return bool(self.whose.data == MINE)

    @property
    def is_open(self) -> bool | None:
        """True for what goes on, False for what has ended, None for both."""
        return {RUNNING: True, FINISHED: False}.get(self.state.data)

    def asked(self) -> dict[str, str]:
        """What is asked, as a query."""
        return {field.name: field.data for field in self if field.data}
