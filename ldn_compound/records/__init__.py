"""What is kept of a batch: its record, and what was really done."""
