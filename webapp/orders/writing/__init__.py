"""Creating and changing orders: nothing is sent before the agent has seen what will be stored."""
