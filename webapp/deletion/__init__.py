"""Deleting a customer, and deleting them with all personal data about them: two things, neither with a way back."""
