"""The formulas. Pure functions over exact fractions in base units (mg, mL, d, item, 1), each with proved dimensions.

No module here imports another of this room, knows a policy, or rounds.
"""
