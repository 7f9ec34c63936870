"""Files that people hand over, kept in the database for 30 days so that every process can read them.

`keep(stream, name=…, owner_id=…)` takes one in, `chunks(file_id)` and `head(file_id)` give its bytes, `erase(file_id)`
removes them. `let_files_in(blueprint, "upload", permission)` lets a view be sent as much as a file may hold.
"""

from webapp.uploads.keeping import KEPT_FOR, chunks, erase, head, keep
from webapp.uploads.limits import LARGEST_FILE, let_files_in

__all__ = [
    "KEPT_FOR",
    "LARGEST_FILE",
    "chunks",
    "erase",
    "head",
    "keep",
    "let_files_in",
]
