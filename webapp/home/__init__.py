"""The first page: the search box, and the tour of the demo data."""
