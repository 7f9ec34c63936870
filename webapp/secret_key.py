"""The demo's own secret key: random, made once per installation, shared by all of its processes."""

import secrets
from pathlib import Path

OWNER_ONLY = 0o600


def secret_key_of_this_installation(folder: Path) -> str:
    """Return the key kept in the folder, making it first where there is none.

    Processes that start together agree on one key: the file appears complete or not at all, and the first one wins.
    """
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret-key.{secrets.token_hex(8)}"
        draft.touch(OWNER_ONLY, exist_ok=False)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was first, and its key is the one
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
