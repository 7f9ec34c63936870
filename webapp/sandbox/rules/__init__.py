"""State changes and what follows from them: no HTTP here."""
