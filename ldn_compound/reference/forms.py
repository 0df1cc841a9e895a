"""The dosage forms: what a preparation is dispensed as, and all that depends on it. Data: ``data/forms.toml``.

>>> form_keys()
('capsule', 'tablet', 'solution', 'suspension')
>>> get_form("capsule").counted, get_form("capsule").words("en")
(True, ('capsule', 'capsules'))
>>> form_of("solution-aqueous").key
'solution'
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from ldn_compound.core.errors import DataError
from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.reference.loader import load
from ldn_compound.reference.rows import Row
from ldn_compound.reference.tables import Table

T = TypeVar("T")


class _Stated(Generic[T]):
    """A fact of a form, read from its row when it is asked for: a row may leave out what nobody knows yet."""

    def __init__(self, read: Callable[[Row, str], T]) -> None:
        self._read = read

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, form: "DosageForm", owner: type) -> T:
        return self._read(form._row, self.name)


def _rules(row: Row, key: str) -> tuple[str, ...]:
    row.need(key)
    return row.names(key, rule_keys())


class DosageForm:
    """One dosage form. Each fact is one that its row states; asked for another it raises.

    Attributes:
        key: such as ``capsule``.
        rules: keys of the beyond-use rules that it may come under.
        counted: whether it is counted in units; else it is measured by volume.
        swallowed: whether it is swallowed whole, which small children cannot.
        plan: the kind of plan that makes it.
        titrated: whether a titration may be of it.
        fillers: whether the fillers were judged for it.
        standard: dotted name of the setting that names the standard for its unit masses.
        shell: whether its units have one.
        mass: what a plan calls the mass of a unit, in words.
        mass_option: the option that takes a weighed mean over into the next plan, ``{}`` for the mean.
        not_split: why a unit is not halved, in words.

    Raises:
        DataError: ``missing-data`` with the form and the fact, such as ``forms.form.troche.shell``.
    """

    def __init__(self, row: Row) -> None:
        row.only(*self._facts(), "words")
        self._row = row
        self.key = row.key

    rules = _Stated(_rules)
    counted = _Stated(Row.flag)
    swallowed = _Stated(Row.flag)
    plan = _Stated(Row.text)
    titrated = _Stated(Row.flag)
    fillers = _Stated(Row.flag)
    standard = _Stated(Row.text)
    shell = _Stated(Row.flag)
    mass = _Stated(Row.text)
    mass_option = _Stated(Row.text)
    not_split = _Stated(Row.text)

    def words(self, language: str, route: str = "oral") -> tuple[str, str]:
        """Return its name for one and for many; of a route, where that is part of the name.

        Raises:
            DataError: ``missing-data``: its row has none in that language; ``bad-data``.
        """
        table = self._row.row("words")
        key = f"{language}-{route}"
        return _one_and_many(table, key if key in table else language)

    def named_in(self, language: str) -> bool:
        """Tell whether its row has words in a language."""
        return self.states("words") and language in self._row.row("words")

    def states(self, fact: str) -> bool:
        """Tell whether its row states a fact."""
        return fact in self._row

    @classmethod
    def _facts(cls) -> tuple[str, ...]:
        return tuple(name for name, fact in vars(cls).items() if isinstance(fact, _Stated))

    def check(self) -> None:
        """Read every fact that its row states. Raises DataError: a malformed one."""
        for fact in self._facts():
            if self.states(fact):
                getattr(self, fact)
        if self.states("words"):
            table = self._row.row("words")
            for key in table:
                _one_and_many(table, key)


def _one_and_many(table: Row, key: str) -> tuple[str, str]:
    table.need(key)
    names = table.names(key)
    if len(names) != 2:
        raise DataError("bad-data", field=table.dotted(key), given=names, needed="two names: for one, for many")
    return names[0], names[1]


FORMS = Table(
    DosageForm, "forms", "form", unknown=("unknown-form", "form", "one of the dosage forms"), also=DosageForm.check
)
form_keys, get_form, forms = FORMS.keys, FORMS.get, FORMS.all


def form_of(rule: str) -> DosageForm:
    """Return the form that comes under a beyond-use rule; of several the first.

    Raises:
        DataError: ``missing-data``: no form states that rule.
    """
    for form in forms():
        if form.states("rules") and rule in form.rules:
            return form
    raise DataError("missing-data", field=f"forms.form.{rule}", needed=f"a form that states the rule {rule}")


def forms_with(fact: str) -> tuple[DosageForm, ...]:
    """Return the forms whose rows state a fact, and not that it is false.

    >>> [form.key for form in forms_with("titrated")]
    ['capsule', 'solution']
    """
    return tuple(form for form in forms() if form.states(fact) and getattr(form, fact) is not False)


def forms_without(fact: str) -> tuple[DosageForm, ...]:
    """Return the forms whose rows state that a fact is false."""
    return tuple(form for form in forms() if form.states(fact) and getattr(form, fact) is False)


def counted_forms() -> tuple[str, ...]:
    """Return the keys of the forms that are counted in units.

    >>> counted_forms()
    ('capsule', 'tablet')
    """
    kept = load("forms").kept
    if "counted" not in kept:
        kept["counted"] = tuple(form.key for form in forms_with("counted"))
    found: tuple[str, ...] = kept["counted"]
    return found
