"""Changes of many customers at once: dry run, confirmation, run, result, undo.

A feature that changes many customers registers an Origin with `add_origin`, which streams Wanted rows, and calls
`create`; the page `changesets.page` does the rest. `erase_values_of` goes with a permanent deletion.
"""

from webapp.changesets.erasing import erase_values_of
from webapp.changesets.origins import Origin, add_origin
from webapp.changesets.starting import create, latest_of
from webapp.changesets.wanted import Options, Wanted

__all__ = ["Options", "Origin", "Wanted", "add_origin", "create", "erase_values_of", "latest_of"]
