"""What can be done that leaves an entry in the audit trail, and how it can end."""

from enum import StrEnum


class Action(StrEnum):
    """What somebody set out to do."""

    CUSTOMER_CREATED = "customer.created"
    CUSTOMER_UPDATED = "customer.updated"
    CUSTOMER_DELETED = "customer.deleted"
    CUSTOMER_DELETED_PERMANENTLY = "customer.deleted-permanently"
    CONSENTS_CHANGED = "consents.changed"
    CHANGE_UNDONE = "change.undone"
    IMPORT_UPLOADED = "import.uploaded"
    CHANGES_STARTED = "changes.started"
    CHANGES_APPROVED = "changes.approved"
    CHANGES_UNDONE = "changes.undone"
    CHANGES_DOWNLOADED = "changes.downloaded"
    ORDER_CREATED = "order.created"
    ORDER_UPDATED = "order.updated"
    ORDERS_IMPORTED = "orders.imported"
    EXPORT_STARTED = "export.started"
    EXPORT_DOWNLOADED = "export.downloaded"
    EXPORT_DELETED = "export.deleted"
    PERSONAL_DATA_REVEALED = "personal-data.revealed"
    PERSONAL_DATA_VERIFIED = "personal-data.verified"
    PERSON_BLOCKED = "person.blocked"
    PERSON_UNBLOCKED = "person.unblocked"
    PERSON_SIGNED_OUT = "person.signed-out"
    AUDIT_EXPORTED = "audit.exported"
    AUDIT_VALUES_ERASED = "audit.values-erased"
    AUDIT_SHORTENED = "audit.shortened"

    @property
    def label(self) -> str:
        """What it is called, as a short sentence without a subject."""
        return LABELS[self]


class Outcome(StrEnum):
    """How it ended. UNKNOWN also stands for an intent of which no outcome was ever written."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return "not known" if self is Outcome.UNKNOWN else self.value


LABELS: dict[Action, str] = {
    Action.CUSTOMER_CREATED: "Created the customer",
    Action.CUSTOMER_UPDATED: "Changed the profile",
    Action.CUSTOMER_DELETED: "Deleted the customer",
    Action.CUSTOMER_DELETED_PERMANENTLY: "Deleted the customer permanently",
    Action.CONSENTS_CHANGED: "Changed consents",
    Action.CHANGE_UNDONE: "Took back a change",
    Action.IMPORT_UPLOADED: "Uploaded a file to import",
    Action.CHANGES_STARTED: "Started a change of many customers",
    Action.CHANGES_APPROVED: "Approved a change of many customers",
    Action.CHANGES_UNDONE: "Took back a change of many customers",
    Action.CHANGES_DOWNLOADED: "Downloaded all rows of a change of many customers",
    Action.ORDER_CREATED: "Created an order",
    Action.ORDER_UPDATED: "Changed an order",
    Action.ORDERS_IMPORTED: "Imported orders",
    Action.EXPORT_STARTED: "Started an export",
    Action.EXPORT_DOWNLOADED: "Downloaded an export",
    Action.EXPORT_DELETED: "Deleted an export",
    Action.PERSONAL_DATA_REVEALED: "Revealed personal data",
    Action.PERSONAL_DATA_VERIFIED: "Checked what a caller said",
    Action.PERSON_BLOCKED: "Blocked a person",
    Action.PERSON_UNBLOCKED: "Let a blocked person in again",
    Action.PERSON_SIGNED_OUT: "Signed a person out everywhere",
    Action.AUDIT_EXPORTED: "Exported the audit trail",
    Action.AUDIT_VALUES_ERASED: "Erased old values after a permanent deletion",
    Action.AUDIT_SHORTENED: "Removed entries past their retention",
}


def label_of(action: str) -> str:
    """The label of an action by its name; a name this version does not know stands for itself."""
    return LABELS[Action(action)] if action in set(Action) else action
