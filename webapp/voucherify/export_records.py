"""What the API tells about exports."""

from webapp.voucherify.fields import identifier, mapping, moment, record, text, texts
from webapp.voucherify.records import Record

FINISHED = frozenset({"DONE", "ERROR"})


class ExportParameters(Record):
    """What was asked for; `fields` are the columns in order."""

    fields = texts()
    order = text()
    filters = mapping()


class ExportResult(Record):
    """Where the file is. The address holds a secret: whoever has it can read the file."""

    url = text()


class Export(Record):
    """An export. `status` is SCHEDULED, IN_PROGRESS, DONE or ERROR; `channel` is API or WEBSITE."""

    essential = ("id",)

    id = identifier()
    created_at = moment()
    status = text()
    channel = text()
    exported_object = text()
    parameters = record(ExportParameters)
    result = record(ExportResult)
    user_id = text()

    @property
    def is_finished(self) -> bool:
        """Say whether it has ended, well or not."""
        return self.status in FINISHED
