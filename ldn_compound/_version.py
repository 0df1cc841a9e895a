"""The version, read by the build and by `--version` without importlib.metadata (which costs start-up time)."""

__version__ = "0.2.0"
