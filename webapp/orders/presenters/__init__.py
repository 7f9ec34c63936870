"""Orders as the templates show them. Pure."""
