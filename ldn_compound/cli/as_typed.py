"""What a person types, brought to the one strict text that it means; and told in one go what is missing.

A text is rewritten only where it has one meaning: the library reads the result as strictly as any other text, and
records it. Every other text goes on as it stands, to be refused with what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import click

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import NUMBER
from ldn_compound.core.slips import in_the_grammar
from ldn_compound.core.texts import DATE_NEEDED
from ldn_compound.inputs.fields import Field

Lacking = Callable[[Mapping[str, Any]], Collection[str]]
"""Takes the options that were given by name, and returns the names of others that are needed with them.

Of several that stand for one another, all in one text: "fill_mass or packing_stat". What is no option's name is told as
it stands, and begins with an option: "--doses, or --start, --step and --to".
"""

_OR = " or "

TODAY = "today"
_DAYS_AWAY = {"yesterday": -1, "tomorrow": 1}
_UNIT_AT_THE_END = {"time": " d", "body mass": " lb"}
_WORDS_OF_AN_AGE = re.compile(r"(?i:years?|yrs?|y|months?|mos?)")
_OUNCES = re.compile(rf"{NUMBER}(?i:oz|ounces?)?")
_CUT_OFF = re.compile(rf"(?:.*[=/,])?{NUMBER}|.*,")
_PLAIN = re.compile(r"[A-Za-z0-9.,/%=: \u00b5\u03bc-]+")
_IN_QUOTES = re.compile(r"[^\"\\$`!%\x00-\x1f]+")
"""What stands in double quotes as it is, in every shell."""
_QUANTITIES = frozenset(
    {
        *("mass", "volume", "time", "1", "mass/volume", "mass/mass", "body mass", "age"),
        *("masses", "readings", "shares", "doses", "lengths", "named amounts"),
    }
)


def meant(field: Field[Any, Any], text: str, *, today: Callable[[], str]) -> str:
    """Return what a text means for an input, in the strict grammar; a text with no such meaning as it is.

    Days and weeks of a time, pounds and ounces of a body weight, ``today`` as a date, a choice in other capitals.

    Parameters:
        field: the input.
        text: as typed.
        today: gives the day that it is, as ISO text.

    >>> from ldn_compound.inputs.doses import DoseInputs, TitrationInputs
    >>> meant(TitrationInputs.fields["every"], "2 weeks", today=lambda: "")
    '14 d'
    >>> meant(DoseInputs.fields["body_weight"], "22 lb 4 oz", today=lambda: "")
    '22.25 lb'
    >>> meant(TitrationInputs.fields["start"], "2 weeks", today=lambda: "")
    '2 weeks'
    """
    if field.kind in _UNIT_AT_THE_END:
        strict = in_the_grammar(text)
        return strict if strict is not None and strict.endswith(_UNIT_AT_THE_END[field.kind]) else text
    if field.kind == "lengths":
        items = [in_the_grammar(item.strip()) or item for item in text.split(",")]
        return ",".join(items)
    if field.kind == "date" and text == TODAY:
        return today()
    if field.kind == "date" and text.casefold() in _DAYS_AWAY:
        # Refused, with the day: what is written a day late is easily meant for another.
        day = date.fromisoformat(today()) + timedelta(days=_DAYS_AWAY[text.casefold()])
        raise InputError("bad-date", field=field.name, given=text, needed=DATE_NEEDED, hint=f"write {day}")
    if field.kind == "choice":
        same = [choice for choice in field.choices if choice.casefold() == text.casefold()]
        return same[0] if len(same) == 1 else text
    return text


def refuse_missing(context: click.Context, given: Mapping[str, Any], *, stated: Callable[[str], bool]) -> None:
    """Refuse a command line that lacks two options or more, naming all of them; one alone is click's or the plan's.

    Parameters:
        given: what was typed, by the options' names.
        stated: tells whether the pharmacy's profile states a setting, by its dotted name.

    Raises:
        UsageError: with each option, what it is, and an example.
    """
    given = {**(context.default_map or {}), **given}
    options = {str(option.name): option for option in context.command.params}
    lacking, needed = lacking_options(context.command, given, stated=stated)
    if len(lacking) > 1:
        raise click.UsageError(f"Missing options: {'; '.join(lacking)}.", ctx=context)
    # One alone that is required, click refuses.
    if lacking and any(name in options and open_to(options[name], given, stated) for name in needed):
        raise click.UsageError(f"Missing option {lacking[0]}, if the profile states none.", ctx=context)


def lacking_options(
    command: click.Command, given: Mapping[str, Any], *, stated: Callable[[str], bool]
) -> tuple[list[str], set[str]]:
    """Return the options that a command line lacks, each with what it is and an example; and the names it needs.

    Parameters:
        command: the command.
        given: what was given, by the options' names.
        stated: as of :func:`refuse_missing`.
    """
    options = {str(option.name): option for option in command.params}
    needed = {name for name, option in options.items() if option.required or open_to(option, given, stated)}
    more: Lacking | None = getattr(command.callback, "lacking", None)
    if more is not None:
        needed |= {name for name in more(given) if name not in options or not usual_of(options[name], stated)}
    lacking = [_described(option) for name, option in options.items() if name in needed and name not in given]
    lacking += sorted(name for name in needed if name.startswith("--"))
    for names in (name.split(_OR) for name in sorted(needed) if _OR in name and not name.startswith("--")):
        if not any(name in given for name in names):
            lacking.append(f"one of {', '.join(options[name].opts[0] for name in names)}, if the profile states none")
    return lacking, needed


def open_to(option: click.Parameter, given: Mapping[str, Any], stated: Callable[[str], bool]) -> bool:
    """Tell whether an option must be given because the pharmacy's profile does not say what is usual."""
    declared: Field[Any, Any] | None = getattr(option, "declared", None)
    if declared is None or not getattr(option, "usual", False) or option.name in given:
        return False
    return not stated(declared.usual)


def usual_of(option: click.Parameter, stated: Callable[[str], bool]) -> bool:
    """Tell whether the pharmacy's profile says what an option usually is."""
    declared: Field[Any, Any] | None = getattr(option, "declared", None)
    return declared is not None and bool(declared.usual) and stated(declared.usual)


def _described(option: click.Parameter) -> str:
    declared: Field[Any, Any] | None = getattr(option, "declared", None)
    if declared is None:
        takes = (option.metavar or "").strip("[]").replace("|", " or ")
        return option.human_readable_name if isinstance(option, click.Argument) else f"{option.opts[0]} ({takes})"
    example = f", such as {declared.example}" if declared.example else ""
    what = " or ".join(declared.choices) if declared.choices else f"{declared.what}{example}"
    return f"{option.opts[0]} ({what})"


def refuse_cut_off(context: click.Context, command: click.Command, words: Sequence[str]) -> None:
    """Refuse a value that the shell took apart, as it was not quoted: ``--strength 4.5 mg``, ``--patient Jane Doe``.

    Such a quantity is none: a number without its unit, or a list that ends with a comma. Only what follows tells why.
    Of another text the rest would be taken for a file, and there is none of that name.

    Raises:
        UsageError: with the words in quotes.
    """
    while isinstance(command, click.Group):
        below = command.get_command(context, words[0]) if words else None
        if below is None:
            return
        command, words = below, words[1:]
    _refuse_cut_off_text(context, command, words)
    options = {
        flag: declared
        for option in command.params
        if (declared := getattr(option, "declared", None)) is not None
        for flag in option.opts
    }
    for place, word in enumerate(words):
        flag, equals, value = word.partition("=")
        declared = options.get(flag if word.startswith("--") else "")
        if declared is None or not _QUANTITIES.intersection(declared.kind.split(" or ")):
            continue
        rest = list(words[place + 1 :] if equals else words[place + 2 :])
        if not equals:
            value = words[place + 1] if place + 1 < len(words) else ""
        more: list[str] = []
        while rest and not rest[0].startswith("-"):
            more.append(rest.pop(0))
        if more and _belongs(declared.kind, value, more[0]):
            joined = " ".join((value, *more))
            if _PLAIN.fullmatch(joined):
                shorter = f", or leave the blank out: {flag} {value}{more[0]}" if len(more) == 1 else ""
                raise click.UsageError(f'Quote what has a blank in it: {flag} "{joined}"{shorter}.', ctx=context)


def _refuse_cut_off_text(context: click.Context, command: click.Command, words: Sequence[str]) -> None:
    """Refuse words behind the value of an option that takes any text, where they would be taken for files."""
    if not any(isinstance(option, click.Argument) and option.nargs == -1 for option in command.params):
        return  # click refuses a word too many
    takes_text = {
        flag
        for option in command.params
        if isinstance(option, click.Option) and not option.is_flag and getattr(option, "declared", None) is None
        for flag in option.opts
    }
    for place, word in enumerate(words):
        if word not in takes_text or place + 1 == len(words):
            continue
        more = list(takewhile(lambda after: not after.startswith("-") and not _names_a_file(after), words[place + 2 :]))
        joined = " ".join((words[place + 1], *more))
        if more and _IN_QUOTES.fullmatch(joined):
            raise click.UsageError(
                f'Quote what has a blank in it: {word} "{joined}" (there is no file {more[0]}).', ctx=context
            )


def _names_a_file(word: str) -> bool:
    try:
        return bool(Path(word).suffix) or Path(word).exists()
    except (OSError, ValueError):  # too long for any file, a null character
        return False


def _belongs(kind: str, value: str, after: str) -> bool:
    """Tell whether the word after a value is a part of it that the shell cut off."""
    if kind == "age":
        return bool(_WORDS_OF_AN_AGE.fullmatch(after))
    if kind == "body mass" and in_the_grammar(value) and _OUNCES.fullmatch(after):
        return True
    if not _CUT_OFF.fullmatch(value):
        return False
    return bool(re.match(NUMBER if value.endswith(",") else r"[A-Za-z%\u00b5\u03bc]", after))
