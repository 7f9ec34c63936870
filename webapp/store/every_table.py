"""Every module that has tables, for whoever needs to know them all."""

from webapp.store import (
    bulk_models,
    change_models,
    export_models,
    import_models,
    job_models,
    models,
    order_import_models,
    upload_models,
)
from webapp.store.models import Base

__all__ = [
    "Base",
    "bulk_models",
    "change_models",
    "export_models",
    "import_models",
    "job_models",
    "models",
    "order_import_models",
    "upload_models",
]
