"""Asynchronous work: the queues, the threads that work them off, and the jobs themselves."""
