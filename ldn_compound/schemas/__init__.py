"""The JSON Schema of every document that this program writes: plans, answers, errors, records, lines."""
