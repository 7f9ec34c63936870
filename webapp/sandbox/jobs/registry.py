"""Which job does the work of which type of async action: built from the content the action was queued with."""

from collections.abc import Callable

from webapp.sandbox.jobs.customer_bulk import bulk_update, metadata_update
from webapp.sandbox.jobs.customer_csv import CustomerCsv
from webapp.sandbox.jobs.job import Job
from webapp.sandbox.jobs.order_import import OrderImport

JOBS: dict[str, Callable[[str], Job]] = {
    "CUSTOMERS.IMPORT_CSV": CustomerCsv,
    "CUSTOMERS.BULK_UPDATE": bulk_update,
    "CUSTOMERS.METADATA_UPDATE": metadata_update,
    "ORDERS.IMPORT": OrderImport,
}
