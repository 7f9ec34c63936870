"""From the API's records to what the templates show: pure functions, tested without HTTP."""
