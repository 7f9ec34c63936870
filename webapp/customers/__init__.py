"""Finding a customer and reading their profile."""
