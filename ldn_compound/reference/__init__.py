"""Facts: typed reference data, every row with its source.

One module a subject, each over one file of ``data/``; nothing is read before it is asked for, and this file imports
nothing. All values are NamedTuples; an amount is a :class:`ldn_compound.core.units.Amount` (exact, in mg, mL, mg/mL, d
or a fraction of 1), a citation is a :class:`ldn_compound.core.sources.Source`. ``loader.Fact(value, source)`` is one
amount, ``loader.Range(low, high, source)`` two. A malformed row raises DataError (14) when it is used.
"""
