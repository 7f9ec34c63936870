"""From what is known of imports to what the pages show. Pure."""
