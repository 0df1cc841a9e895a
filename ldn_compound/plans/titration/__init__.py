"""Titrations: the schedule, how each dose is taken, what is supplied, the result."""
