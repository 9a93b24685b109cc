"""Does the language model know this table from elsewhere? Opt-in, through the gate: it sends cells."""
