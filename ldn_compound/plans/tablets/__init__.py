"""Tablet batches, moulded and compressed: formula, limits, procedure and result."""

FORM = "tablet"
