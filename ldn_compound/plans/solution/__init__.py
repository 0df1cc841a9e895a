"""Liquid batches: the vehicle, the drug, the doses, the procedure and the result."""

FORM = "solution"
