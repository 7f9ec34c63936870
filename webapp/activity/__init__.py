"""What happened to a customer: the timeline of their events."""
