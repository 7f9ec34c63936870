"""Roles and what each may do: one table, which docs/roles.md prints and the sign-in page explains."""

from enum import StrEnum


class Permission(StrEnum):
    """What a view may ask for."""

    CUSTOMERS_READ = "customers.read"
    PERSONAL_DATA_VERIFY = "personal-data.verify"
    PERSONAL_DATA_REVEAL = "personal-data.reveal"
    PERSONAL_DATA_READ = "personal-data.read"
    CUSTOMERS_EDIT = "customers.edit"
    CUSTOMERS_CREATE = "customers.create"
    CONSENTS_EDIT = "consents.edit"
    CUSTOMERS_IMPORT = "customers.import"
    CUSTOMERS_EDIT_IN_BULK = "customers.edit-in-bulk"
    ORDERS_READ = "orders.read"
    ORDERS_EDIT = "orders.edit"
    ORDERS_IMPORT = "orders.import"
    EXPORTS_READ = "exports.read"
    EXPORTS_MAKE = "exports.make"
    EXPORTS_OF_PERSONAL_DATA = "exports.personal-data"
    JOBS_READ = "jobs.read"
    JOBS_STEER = "jobs.steer"
    CHANGES_UNDO = "changes.undo"
    CUSTOMERS_DELETE = "customers.delete"
    CUSTOMERS_DELETE_PERMANENTLY = "customers.delete-permanently"
    AUDIT_READ = "audit.read"
    AUDIT_EXPORT = "audit.export"
    PEOPLE_MANAGE = "people.manage"

    @property
    def meaning(self) -> str:
        """What it allows, in words that follow "may"."""
        return MEANINGS[self]


class Role(StrEnum):
    """From the least to the most trusted; each may do what the one before it may."""

    VIEWER = "viewer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


MEANINGS: dict[Permission, str] = {
    Permission.CUSTOMERS_READ: "find customers and read about them, personal data masked",
    Permission.PERSONAL_DATA_VERIFY: "check what a caller says against what is stored, without seeing it",
    Permission.PERSONAL_DATA_REVEAL: "see one customer's personal data for a short time, giving a reason",
    Permission.PERSONAL_DATA_READ: "see personal data unmasked",
    Permission.CUSTOMERS_EDIT: "change a customer's profile",
    Permission.CUSTOMERS_CREATE: "create customers",
    Permission.CONSENTS_EDIT: "change a customer's consents",
    Permission.CUSTOMERS_IMPORT: "import customers from files",
    Permission.CUSTOMERS_EDIT_IN_BULK: "change many customers at once",
    Permission.ORDERS_READ: "find orders and read them",
    Permission.ORDERS_EDIT: "create and change orders",
    Permission.ORDERS_IMPORT: "import orders from files",
    Permission.EXPORTS_READ: "see which exports there are",
    Permission.EXPORTS_MAKE: "export orders and customers, without personal data",
    Permission.EXPORTS_OF_PERSONAL_DATA: "export personal data, and download such exports",
    Permission.JOBS_READ: "watch work that goes on in the background",
    Permission.JOBS_STEER: "pause, resume and cancel work that others started",
    Permission.CHANGES_UNDO: "take back a change of a profile or of consents, whoever made it",
    Permission.CUSTOMERS_DELETE: "delete customers",
    Permission.CUSTOMERS_DELETE_PERMANENTLY: "delete customers with all personal data about them",
    Permission.AUDIT_READ: "search the audit trail",
    Permission.AUDIT_EXPORT: "export the audit trail",
    Permission.PEOPLE_MANAGE: "see who has signed in, and block people",
}

_VIEWER = frozenset(
    {
        Permission.CUSTOMERS_READ,
        Permission.PERSONAL_DATA_VERIFY,
        Permission.PERSONAL_DATA_REVEAL,
        Permission.ORDERS_READ,
        Permission.EXPORTS_READ,
        Permission.JOBS_READ,
    },
)
_AGENT = _VIEWER | {
    Permission.PERSONAL_DATA_READ,
    Permission.CUSTOMERS_EDIT,
    Permission.CUSTOMERS_CREATE,
    Permission.CONSENTS_EDIT,
    Permission.CUSTOMERS_IMPORT,
    Permission.CUSTOMERS_EDIT_IN_BULK,
    Permission.ORDERS_EDIT,
    Permission.ORDERS_IMPORT,
    Permission.EXPORTS_MAKE,
    Permission.CHANGES_UNDO,
}
_SUPERVISOR = _AGENT | {
    Permission.CUSTOMERS_DELETE,
    Permission.CUSTOMERS_DELETE_PERMANENTLY,
    Permission.EXPORTS_OF_PERSONAL_DATA,
    Permission.JOBS_STEER,
    Permission.AUDIT_READ,
}
_ADMIN = _SUPERVISOR | {Permission.AUDIT_EXPORT, Permission.PEOPLE_MANAGE}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMIN: _ADMIN,
}

ROLE_SUMMARIES: dict[Role, str] = {
    Role.VIEWER: "Finds customers and reads about them, with personal data masked.",
    Role.AGENT: "Works on customers and orders: sees personal data, changes and imports them.",
    Role.SUPERVISOR: "Leads a team: what an agent may, deletes customers, reads the audit trail.",
    Role.ADMIN: "Runs Frontdesk: everything, including who may sign in.",
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that have a permission, from the least to the most trusted."""
    return [role for role in Role if permission in ROLE_PERMISSIONS[role]]
