"""Capsule batches: the plan, its fill, its procedure and its result."""

FORM = "capsule"
