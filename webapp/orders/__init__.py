"""Orders: the list, the page of one, creating and changing them."""
