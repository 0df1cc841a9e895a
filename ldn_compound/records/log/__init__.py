"""The pharmacy's log: every batch and every label, in one chain that shows when an entry was changed.

The log stands in a SQLite file or in a PostgreSQL database; the statements are the same. ``log`` writes, ``search``
finds, ``verification`` walks the chain, ``export`` and ``backup`` copy it, ``forget`` takes a patient's name out.
"""
