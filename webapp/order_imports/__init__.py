"""Orders from files: upload, check, dry run, run, result."""
