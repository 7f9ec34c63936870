"""The people who sign in to Frontdesk, for those who look after it."""
