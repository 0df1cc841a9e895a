"""The rules: facts in, findings out. Each finding has a code of the one registry, :mod:`ldn_compound.checks.codes`.

The rules stand below the plans, because a plan has to report its dose and filler findings before it refuses a fit.
"""
