"""``ldn-compound make``: plans a formula of the pharmacy's own by its name."""

from ldn_compound.cli.formula_cmd import make as command

__all__ = ["command"]
