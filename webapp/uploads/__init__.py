"""Files that people hand over, kept in the database for some days so that every process can read them.

`keep(stream, name=…, owner_id=…)` takes one in, `chunks(file_id)` and `head(file_id)` give its bytes, `erase(file_id)`
removes them, which is done for all that are older than `kept_for()`. `let_files_in(blueprint, "upload", permission)`
lets a view be sent as much as a file may hold.
"""

from webapp.uploads.keeping import chunks, erase, head, keep, kept_for
from webapp.uploads.limits import LARGEST_FILE, let_files_in

__all__ = [
    "LARGEST_FILE",
    "chunks",
    "erase",
    "head",
    "keep",
    "kept_for",
    "let_files_in",
]
