"""From the API's events to a timeline in sentences: pure functions, tested without HTTP."""
