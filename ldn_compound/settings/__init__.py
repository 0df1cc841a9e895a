"""Settings: the pharmacy's profile, and each value resolved once with where it came from.

``keys`` is the one table of what can be set; ``profile`` reads a file against it, ``find`` says which file,
``template`` writes a commented one, ``resolve`` takes option, then profile, then jurisdiction, then the named
assumption. Nothing here reads the environment or the clock.
"""
