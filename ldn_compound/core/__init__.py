"""What every part builds on: errors, exact numbers, units, texts, sources and the records of a result."""
