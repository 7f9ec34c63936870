"""Changing a customer's profile, and creating customers: nothing is sent before the agent has seen what will change."""
