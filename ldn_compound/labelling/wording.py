"""The words of a label in one language: field names, numbers, dates, strengths, forms, directions, warnings.

A language is two data files, ``texts/LANGUAGE.toml``, read here, and ``lint/LANGUAGE.toml``, and its words for each
dosage form in the reference data's ``forms.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import decimal_text
from ldn_compound.core.texts import parse_choice
from ldn_compound.core.units import Amount
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.design import FIELDS
from ldn_compound.labelling.tables import Table, read_table
from ldn_compound.reference.capsules import get_colour
from ldn_compound.reference.forms import form_keys, get_form
from ldn_compound.reference.jurisdictions import get_jurisdiction

# Inside Wording the name `date` is its method.
Day = date
_SLOT = "{text}"
_MCG_BELOW_MG = Fraction(1, 100)
_SINGULAR, _PLURAL = "microgram", "micrograms"
UNITS = ("mg", "mcg", "mL")
PARTS = ("container", "repeat")
SCHEDULE = (
    *("days", "dates", "day", "units", "pause", "often", "course"),
    *("head_when", "head_dose", "head_take"),
)
DOSES = ("usual", "very-low")
DIRECTIONS = ("counted-oral", "counted-sublingual", "liquid-oral", "liquid-sublingual")
ROUTES = ("oral", "sublingual")
SHELL = ("plain", "coloured")


class Sentence(NamedTuple):
    """A warning.

    Attributes:
        key: its name on the command line.
        text: as it is printed.
        forms: the dosage forms that it is for; empty for all.
        doses: ``very-low`` for plans whose dose below 0.1 mg was accepted by name, ``usual`` for all others; empty
            for both.
        source: where it comes from.
    """

    key: str
    text: str
    forms: tuple[str, ...]
    doses: str
    source: str

    def is_for(self, form: str, *, very_low: bool) -> bool:
        """Tell whether a plan's label carries it where nobody chose the sentences."""
        right_dose = not self.doses or (self.doses == "very-low") is very_low
        return right_dose and (not self.forms or form in self.forms)


class Timing(NamedTuple):
    """When a dose is taken: words, and the doses of a day that they mean."""

    text: str
    doses: int


@attrs.frozen(kw_only=True)
class Wording:
    """The words of one language.

    Attributes:
        language: its key.
        place: the jurisdiction that the words and marks are for.
        decimal, group: the country's decimal mark, and its mark between thousands (from 1000); the language's own where
            no country's rules apply.
        micrograms_below: a mass below it, in mg, is written in micrograms.
        said_elsewhere: keys of the sentences that a country's own statement already says.
        units: ``mg``, ``mcg`` and ``mL`` as they are written.
        fields: how each field is written, ``{text}`` standing for its value.
        routes: the way of use by route, such as ``For use by mouth``.
        shell: how a capsule shell is named among the ingredients, ``plain`` and ``coloured``.
        colours: what a shell is coloured with, by the key of its colour.
        directions: patterns by form and route, such as ``counted-oral``.
        schedule: patterns of a titration's table: its head, ``days``, ``dates``, ``units``, ``pause``, ``often``.
        parts: which container of a supply, and which fill of a prescription: ``{number}`` of ``{count}``.
        timings: when a dose is taken, by key.
        months: the twelve months as they are printed.
        dates: jurisdiction to date pattern; ``general`` is the one for all others.
        warnings: the sentences, in order.
        translations: English words of a plan to this language's, the country's own before the language's.
        same_as_english: texts that are the same word in English, and not left over in it.
        reviewed_by: the pharmacists of that language who have read its words; empty where nobody has.
        source: where the wording comes from.
    """

    language: str
    place: str
    decimal: str
    group: str
    units: Mapping[str, str]
    fields: Mapping[str, str]
    routes: Mapping[str, str]
    shell: Mapping[str, str]
    colours: Mapping[str, str]
    directions: Mapping[str, str]
    schedule: Mapping[str, str]
    parts: Mapping[str, str]
    timings: Mapping[str, Timing]
    months: tuple[str, ...]
    dates: Mapping[str, str]
    warnings: tuple[Sentence, ...]
    translations: Mapping[str, str]
    source: str
    reviewed_by: tuple[str, ...]
    same_as_english: frozenset[str] = frozenset()
    micrograms_below: Fraction = _MCG_BELOW_MG
    said_elsewhere: tuple[str, ...] = ()

    def write(self, field: str, text: str) -> str:
        """Return a field's value with its name, such as ``Lot A1``."""
        return self.fields[field].replace(_SLOT, text)

    def number(self, plain: str) -> str:
        """Return a number's plain text with this language's marks."""
        return grouped(plain, decimal=self.decimal, group=self.group)

    def translated(self, words: str) -> str | None:
        """Return a plan's own English words in this language, or None where the data has not got them."""
        return self.translations.get(words) or (words if self.language == "en" else None)

    def shell_name(self, name: str) -> str | None:
        """Return a capsule shell as an ingredient, or None where a part of it has no words in this language.

        Parameters:
            name: as a plan names it: the material, and the key of its colour behind a comma.

        >>> get_wording().shell_name("gelatin, clear"), get_wording().shell_name("gelatin, white")
        ('gelatin capsule shell', 'gelatin capsule shell with titanium dioxide (E171)')
        """
        material, _, colour = name.partition(", ")
        kind, coloured = self.translated(material), bool(colour) and bool(get_colour(colour).contains)
        own = self.language == "en"
        shades = [self.colours.get(part.strip().lower(), part if own else "") for part in colour.split("/")]
        if kind is None or (coloured and "" in shades):
            return None
        text = self.shell["coloured" if coloured else "plain"].replace("{material}", kind)
        return text.replace("{colour}", "/".join(shades))

    def date(self, day: date, jurisdiction: str) -> str:
        """Return a date in a form that cannot be misread: ``May 20, 2027`` in the US, else ``2027-05-20``.

        A date in figures alone is read month first in one country and day first in another, ISO excepted; so the US
        label spells the month, and every other writes ISO.
        """
        pattern = self.dates.get(jurisdiction, self.dates["general"])
        parts = {
            "{month}": self.months[day.month - 1],
            "{day}": str(day.day),
            "{year}": f"{day.year:04}",
            "{mm}": f"{day.month:02}",
            "{dd}": f"{day.day:02}",
        }
        for slot, part in parts.items():
            pattern = pattern.replace(slot, part)
        return pattern

    def read_date(self, text: str, jurisdiction: str) -> Day | None:
        """Return the one date that a printed text holds, or None: the way back from :meth:`date`."""
        found = _date_pattern(self, jurisdiction).search(text)
        if found is None:
            return None
        parts = found.groupdict()
        month = self.months.index(parts["month"]) + 1 if "month" in parts else int(parts["mm"])
        try:
            return date(int(parts["year"]), month, int(parts.get("day") or parts.get("dd") or 0))
        except ValueError:
            return None

    def count(self, number: int, form: str) -> str:
        """Return a count of units, such as ``90 capsules`` or ``1,000 capsules``."""
        one, many = self.form(form)
        return f"{self.number(str(number))} {one if number == 1 else many}"

    def often(self, doses: int) -> str:
        """Return how often a day, such as ``once daily`` or ``3 times daily``."""
        for key in ("daily", "twice-daily"):
            if self.timings[key].doses == doses:
                return self.timings[key].text
        return self.schedule["often"].replace("{number}", self.number(str(doses)))

    def form(self, form: str, route: str = "oral") -> tuple[str, str]:
        """Return the name of a dosage form for one and for many: the route of a liquid is part of it.

        Raises:
            InputError: ``no-label-for-form``.
            DataError: ``missing-data``: the form has no words in this language.
        """
        if form not in form_keys():
            raise InputError("no-label-for-form", field="form", given=form, needed="one of " + ", ".join(form_keys()))
        return get_form(form).words(self.language, route)

    def read_quantities(self, text: str) -> tuple[Amount, ...]:
        """Return every mass, volume and strength that a printed text states, by this language's marks."""
        return _read_quantities(self, text)

    def __hash__(self) -> int:
        # One object a language and country: see get_wording.
        return hash((self.language, self.place))


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the keys of all languages.

    >>> languages()
    ('de', 'en', 'es', 'fr', 'nl', 'pt')
    """
    return tuple(sorted(file.name[:-5] for file in (data_folder() / "texts").iterdir() if file.name.endswith(".toml")))


@lru_cache(maxsize=32)
def get_wording(language: str = "en", jurisdiction: str = "general") -> Wording:
    """Return the words of a language, with the number marks and the words of a country over them.

    Raises:
        InputError: ``unknown-language``.
        DataError: ``bad-label-data``.

    >>> get_wording().date(date(2027, 5, 20), "us"), get_wording().date(date(2027, 5, 20), "general")
    ('May 20, 2027', '2027-05-20')
    """
    key = parse_choice(language, languages(), field="language", code="unknown-language")
    table = read_table(data_folder() / "texts" / f"{key}.toml", f"texts/{key}")
    table.only(
        *("language", "source", "reviewed_by", "same_as_english", "months", "numbers", "units", "date", "fields"),
        *("directions", "timings", "warning", "translations", "schedule", "parts", "country", "routes", "shell"),
        *("colours", "storage"),
    )
    words = _in_language(table, key)
    if jurisdiction == "general":
        return words
    words = attrs.evolve(words, place=jurisdiction)
    rules = get_jurisdiction(jurisdiction)
    marks = rules.number_marks
    if marks is not None:
        words = attrs.evolve(words, decimal=marks.decimal, group=marks.group)
    if rules.label_storage is not None:
        stored = table.table("storage").table(rules.label_storage.style)
        words = attrs.evolve(words, translations={**words.translations, **_all_texts(stored)})
    said = tuple(key for statement in rules.label_statements for key in statement.says)
    words = attrs.evolve(words, said_elsewhere=said)
    countries = table.table("country") if "country" in table.values else None
    return words if countries is None or jurisdiction not in countries.values else _over(words, countries, jurisdiction)


def _over(words: Wording, countries: Table, jurisdiction: str) -> Wording:
    """Return the words of a language with those of one country over them."""
    own = countries.table(jurisdiction)
    own.only("source", "units", "micrograms_below", "fields", "warnings", "translations")
    units, fields, sentences, translations = (
        own.table(key) if key in own.values else Table({}, f"{own.place}.{key}")
        for key in ("units", "fields", "warnings", "translations")
    )
    units.only(*UNITS)
    fields.only(*FIELDS)
    sentences.only(*(item.key for item in words.warnings))
    small = Fraction(own.text("micrograms_below")) if "micrograms_below" in own.values else words.micrograms_below
    return attrs.evolve(
        words,
        units={**words.units, **_all_texts(units)},
        fields={**words.fields, **_all_texts(fields)},
        warnings=tuple(
            item._replace(text=sentences.text(item.key)) if item.key in sentences.values else item
            for item in words.warnings
        ),
        translations={**words.translations, **_all_texts(translations)},
        micrograms_below=small,
        source=f"{words.source}; {own.text('source')}",
    )


def _all_texts(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.values}


def _in_language(table: Table, key: str) -> Wording:
    months = table.texts("months")
    if len(months) != 12:
        raise table.error("months", "twelve months")
    numbers = table.table("numbers")
    numbers.only("decimal", "group")
    return Wording(
        language=table.choice("language", (key,)),
        place="general",
        decimal=numbers.choice("decimal", (".", ",")),
        group=numbers.choice("group", (",", ".", "\N{NO-BREAK SPACE}")),
        units=_texts(table.table("units"), UNITS),
        fields=_texts(table.table("fields"), FIELDS),
        routes=_texts(table.table("routes"), ROUTES),
        shell=_texts(table.table("shell"), SHELL),
        colours=_all_texts(table.table("colours")),
        directions=_texts(table.table("directions"), DIRECTIONS),
        schedule=_texts(table.table("schedule"), SCHEDULE),
        parts=_texts(table.table("parts"), PARTS),
        timings={row.place.rpartition(".")[2]: _timing(row) for row in _tables(table.table("timings"))},
        months=months,
        dates=_dates(table.table("date")),
        warnings=tuple(_sentence(row) for row in table.rows("warning")),
        translations=_translations(table),
        source=table.text("source"),
        reviewed_by=table.texts("reviewed_by"),
        same_as_english=frozenset(table.texts("same_as_english")),
    )


def _texts(table: Table, keys: tuple[str, ...]) -> dict[str, str]:
    table.only(*keys)
    return {key: table.text(key) for key in keys}


def _dates(table: Table) -> dict[str, str]:
    return {"general": table.text("general"), **_all_texts(table)}


def _tables(table: Table) -> tuple[Table, ...]:
    return tuple(table.table(key) for key in table.values)


def _timing(table: Table) -> Timing:
    table.only("text", "doses")
    return Timing(table.text("text"), table.whole("doses", most=12))


def _translations(table: Table) -> dict[str, str]:
    if "translations" not in table.values:
        return {}
    return _all_texts(table.table("translations"))


def _sentence(row: Table) -> Sentence:
    row.only("key", "text", "forms", "doses", "source")
    doses = row.choice("doses", DOSES) if "doses" in row.values else ""
    return Sentence(row.text("key"), row.text("text"), row.texts("forms"), doses, row.text("source"))


def grouped(digits: str, *, decimal: str = ".", group: str = ",") -> str:
    """Return a number's plain text with a mark from 1,000 (ISMP).

    >>> grouped("999"), grouped("1000"), grouped("1234567.25"), grouped("1234.5", decimal=",", group=".")
    ('999', '1,000', '1,234,567.25', '1.234,5')
    """
    whole, point, rest = digits.partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return group.join([whole, *groups]) + (decimal if point else "") + rest


@lru_cache(maxsize=4096)
def strength_text(amount: Amount, wording: Wording | None = None, *, before_noun: bool = False) -> str:
    """Return a mass or a strength as a label states it: exact, leading zero, no trailing zero, thousands marked.

    It is written in mg, whatever unit it was given in: two strengths on two labels are then told apart by the number
    alone. Below 0.01 mg, where mg would need more zeros than the eye counts, it is written in mcg.

    Parameters:
        amount: a mass or a mass/volume.
        wording: of the label's language; English without it.
        before_noun: whether a noun follows, before which the unit is singular: 500 microgram capsules.

    Raises:
        InputError: ``wrong-dimension`` for anything but a mass or a mass/volume above 0.

    Source: ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021).

    >>> from ldn_compound.core.units import parse_quantity
    >>> [strength_text(parse_quantity(text)) for text in ("4.50 mg", "0.0025 g", "0.5 mg", "5 mcg", "1.5 g", "1 mg/mL")]
    ['4.5 mg', '2.5 mg', '0.5 mg', '5 mcg', '1,500 mg', '1 mg/mL']
    """
    words = wording or get_wording()
    if amount.dimension not in ("mass", "mass/volume") or amount.value <= 0:
        needed = "a mass or a mass in a volume, above 0"
        raise InputError("wrong-dimension", field="strength", given=amount.text(), needed=needed)
    small = amount.value < words.micrograms_below
    number = words.number(decimal_text(amount.value * 1000 if small else amount.value))
    below = f"/{words.units['mL']}" if amount.dimension == "mass/volume" else ""
    unit = words.units["mcg" if small else "mg"]
    one = unit == _PLURAL and (before_noun or number == "1")
    return f"{number} {_SINGULAR if one else unit}{below}"


def volume_text(amount: Amount, wording: Wording) -> str:
    """Return a volume as a label states it, such as ``0.5 mL``."""
    return f"{wording.number(decimal_text(amount.value))} {wording.units['mL']}"


@lru_cache(maxsize=64)
def _date_pattern(wording: Wording, jurisdiction: str) -> re.Pattern[str]:
    pattern = re.escape(wording.dates.get(jurisdiction, wording.dates["general"]))
    months = "|".join(re.escape(month) for month in sorted(wording.months, key=len, reverse=True))
    slots = {"month": months, "day": "[0-9]{1,2}", "year": "[0-9]{4}", "mm": "[0-9]{2}", "dd": "[0-9]{2}"}
    for slot, inner in slots.items():
        pattern = pattern.replace(re.escape("{" + slot + "}"), f"(?P<{slot}>{inner})")
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


_FACTORS = {"mg": Fraction(1), "mcg": Fraction(1, 1000), "mL": Fraction(1)}


@lru_cache(maxsize=32)
def _quantity_pattern(wording: Wording) -> re.Pattern[str]:
    group, decimal = re.escape(wording.group), re.escape(wording.decimal)
    number = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+(?:{decimal}[0-9]+)?|[0-9]+(?:{decimal}[0-9]+)?"
    written = [*wording.units.values(), *((_SINGULAR,) if _PLURAL in wording.units.values() else ())]
    units = "|".join(re.escape(unit) for unit in sorted(written, key=len, reverse=True))
    volume = re.escape(wording.units["mL"])
    return re.compile(rf"(?<![0-9.,])({number})\s({units})(/{volume})?(?!\w)")


@lru_cache(maxsize=4096)
def _read_quantities(wording: Wording, text: str) -> tuple[Amount, ...]:
    names = {_SINGULAR: "mcg", **{written: key for key, written in wording.units.items()}}
    found = []
    for number, unit, below in _quantity_pattern(wording).findall(text):
        key = names[unit]
        value = Fraction(number.replace(wording.group, "").replace(wording.decimal, ".")) * _FACTORS[key]
        dimension = "volume" if key == "mL" else "mass/volume" if below else "mass"
        found.append(Amount(value, dimension))
    return tuple(found)
