"""The command group: loads a command only when it is called, and turns every error into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ldn_compound._version import __version__
from ldn_compound.cli.streams import make_streams_forgiving, nothing_more_to_stdout

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# name: (module, one line of help). A command's own module loads when it is called, so that --help stays quick.
COMMANDS: dict[str, tuple[str, str]] = {
    "capsules": ("capsules_cmd", "Plan a batch of capsules."),
    "tablets": ("tablets_cmd", "Plan a batch of tablets, moulded or compressed."),
    "solution": ("solution_cmd", "Plan a liquid: glycerol solution or aqueous oral liquid."),
    "dose": ("dose_cmd", "A child's dose by body weight, and its syringe."),
    "titrate": ("titrate_cmd", "Plan a titration: steps, totals, a calendar."),
    "trituration": ("trituration_cmd", "Plan a trituration for a drug too little to weigh."),
    "bench": ("bench_cmd", "Make a batch one step at a time, with its readings."),
    "record": ("record_cmd", "The record of a batch on paper, and the log of batches."),
    "sign": ("sign_cmd", "Sign plans and records, and verify signatures."),
    "as-made": ("as_made_cmd", "The strength that was really made."),
    "weigh-check": ("weigh_check_cmd", "Weighed units against a standard and against theory."),
    "content-check": ("content_check_cmd", "Assayed contents against USP <905>."),
    "balance": ("balance_cmd", "What a balance can weigh, from 10 weighings of one weight."),
    "packing": ("packing_cmd", "The packing statistic of a lot of filler."),
    "filler": ("filler_cmd", "List, show and check fillers."),
    "beyond-use": ("beyond_use_cmd", "The beyond-use date and the rule that set it."),
    "formula": ("formula_cmd", "What the pharmacy makes again and again, by name."),
    "make": ("make_cmd", "Plan a formula by its name."),
    "export": ("export_cmd", "A plan for other programs: FHIR, and a table of ingredients."),
    "import": ("import_cmd", "A prescription of another program as a plan's command line."),
    "bulk": ("bulk_cmd", "Many prescriptions at once, from a table."),
    "labels": ("labels_cmd", "List stocks and designs, check and print labels."),
    "profile": ("profile_cmd", "Write, show and check the pharmacy's profile."),
    "examples": ("examples_cmd", "Ready lines for each job."),
    "facts": ("facts_cmd", "Every fact of the reference data, with its source."),
    "schema": ("schema_cmd", "The JSON Schema of every kind of document."),
    "selftest": ("selftest_cmd", "Recompute the published worked examples on this installation."),
}
ALIASES = {"bud": "beyond-use"}
EXIT_INTERRUPTED = 130

_EXAMPLE = """
\b
Example:
  ldn-compound capsules --strength 4.5mg --count 90 --size 3 \\
      --filler mcc-ph102 --packing-stat 135mg --measured --made-on 2026-11-22
"""


class LazyGroup(click.Group):
    """A click group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = ALIASES.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ldn_compound.cli.{COMMANDS[name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if args and not name.startswith("-") and name not in COMMANDS and name not in ALIASES:
            from difflib import get_close_matches

            near = get_close_matches(name.lower(), [*COMMANDS, *ALIASES], n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else f" The commands are {', '.join(COMMANDS)}."
            raise click.UsageError(f"No such command '{name}'.{hint}", ctx=ctx)
        found = super().resolve_command(ctx, args)
        if found[1] is not None:
            from ldn_compound.cli.as_typed import refuse_cut_off

            refuse_cut_off(ctx, found[1], found[2])
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        # Click's own version imports every command to ask whether it is hidden.
        from click.shell_completion import CompletionItem

        names = [CompletionItem(name, help=text) for name, (_, text) in COMMANDS.items() if name.startswith(incomplete)]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # Click's own version imports every command to ask for its help.
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def with_answers(self, words: list[str]) -> list[str]:
        """Return a planning command's line with what it lacks, asked for, where ``--ask`` is among its words."""
        command = self.get_command(click.Context(self), words[0]) if "--ask" in words[1:] else None
        if command is None or not any("--ask" in option.opts for option in command.params):
            return words
        from ldn_compound.cli.asking import completed

        return completed(words, command)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run, and exit with the code of the error's family; never a traceback for what the program foresees."""
        words = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        if os.environ.get("NO_COLOR"):
            extra["color"] = False
        make_streams_forgiving()
        try:
            words = self.with_answers(words)
            code = super().main(words, *rest, **extra)
            sys.stdout.flush()
        except click.exceptions.Exit as stop:
            code = stop.exit_code
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            code = error.exit_code
        except (KeyboardInterrupt, click.Abort):
            click.echo("interrupted", err=True)
            code = EXIT_INTERRUPTED
        except SystemExit as stop:
            # Click turns a closed pipe into exit code 1 and wraps stdout; that whoever read has gone is no failure.
            code = 0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else stop.code
        except BrokenPipeError:
            # The last flush met a closed pipe.
            nothing_more_to_stdout()
            code = 0
        except (click.ClickException, ValueError, OSError) as error:
            from ldn_compound.cli.failures import show_failure

            code = show_failure(error, as_json="--json" in words)
        sys.exit(code if isinstance(code, int) else 0)


@click.command(
    cls=LazyGroup, epilog=_EXAMPLE, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80}
)
@click.version_option(__version__, prog_name="ldn-compound")
def cli() -> None:
    """Plan batches of low-dose naltrexone, exactly and with the working shown, and print the labels."""


def run() -> NoReturn:
    """Run the program on the words of the command line, and end the process."""
    cli.main(prog_name="ldn-compound")
    raise AssertionError("main always exits")
