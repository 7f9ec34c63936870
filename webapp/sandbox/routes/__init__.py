"""HTTP in and out: reading parameters, calling the rules, shaping answers."""
