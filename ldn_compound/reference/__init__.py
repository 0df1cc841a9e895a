"""Facts: typed reference data, every row with its source.

One module a subject, each over one file of ``data/``; nothing is read before it is asked for, and this file imports
nothing. All values are NamedTuples; an amount is a :class:`ldn_compound.units.Amount` (exact, in mg, mL, mg/mL, d or
a fraction of 1), a citation is a :class:`ldn_compound.sources.Source`. ``loader.Fact(value, source)`` is one amount,
``loader.Range(low, high, source)`` two. A malformed row raises DataError (14) when it is used.

``fillers``
    ``filler_keys() -> tuple[str, ...]``; ``get_filler(key) -> Filler``, InputError ``unknown-filler``.
    Filler: ``key name roles forms loose_density tapped_density (Range | None) contains may_contain known verdict
    reason elsewhere_reason ions eu_thresholds source``. ``filler.judge(form) -> Judgement(verdict, reason, source)``
    is the verdict for it as the bulk filler (or vehicle) of that form. ``Verdict``: ``suitable caution avoid
    cannot-clear``. ``ions`` are rows ``Ion(sensitivity, fraction, molar_mass, source)``: mass of ion in 1 mg of filler.
    ``eu_thresholds`` are rows ``Threshold(sensitivity, per, amount, text, source)``.
``sensitivities``
    ``sensitivity_keys()``; ``get_sensitivity(key) -> Sensitivity(key, name, covers, source)``, InputError
    ``unknown-sensitivity`` (a caller that must not refuse asks ``key in sensitivity_keys()`` first).
``capsules``
    ``size_keys()`` large to small; ``sizes() -> tuple[CapsuleSize, ...]``; ``get_size(key)``, InputError
    ``unknown-capsule-size``. CapsuleSize: ``key body_volume (Fact) spread (Range | None) shell_masses (material ->
    Fact) plate (bool) source``. ``shell_keys()``, ``get_shell(key) -> Shell(key, name, contains, may_contain, reason,
    source)``; ``get_colour(text) -> Colour(key, name, contains, known, source)``: a colour that is not known counts as
    dyes.
``naltrexone``
    ``hydrochloride_molar_mass() base_molar_mass() water_molar_mass() -> Figure(value: Fraction, source)``;
    ``salt_factor() -> Fact`` (hydrochloride to weigh for base); ``hydrates() -> tuple[Hydrate(key, name, water (Fact),
    source), ...]``; ``assay_limits() -> Range``; ``tablet_strength() -> Fact``;
    ``powder_density() -> Range``, the plausible range for a powder of which nothing is known; ``drug_load()``.
``products``
    ``product_keys()``; ``get_product(key) -> Product(key, name, countries, complete, excipients, lactose,
    source)``, InputError ``unknown-source-product``; its excipients ``Excipient(key, name, roles, contains,
    may_contain, filler, source)``; ``in_every_product()``, the sensitivities that each of them touches.
``beyond_use``
    ``form_keys()``; ``get_rule(form) -> Rule(form, code, name, days (Fact), storage, source)``, InputError
    ``unknown-form``; ``stability_studies(form) -> tuple[Study, ...]``, which support a date and never extend it.
``limits``
    ``dose_gates() -> Mapping[str, Gate]`` (``very-low low usual-maximum reported-maximum high``) and ``rate_gates()``
    (``trial high``), each ``Gate(key, amount, side, meaning, source)`` with ``gate.passed(amount)``;
    ``content_limits() -> Range``; ``standard_keys()``, ``get_standard(key) -> Standard``, InputError
    ``unknown-standard``, ``standard.band(form, unit_mass) -> Band | None``; ``default(name) -> Fact`` (``readability
    permitted_error mean_limit``); ``default_count(name) -> Count(value: int, source)`` (``machine_load hold_point``).
``jurisdictions``
    ``jurisdiction_keys()``; ``get_jurisdiction(key) -> Jurisdiction(key, name, settings, cases, label_statements,
    label_elements)``, InputError ``unknown-jurisdiction``. ``settings`` maps a dotted profile key to
    ``SettingRule(key, value as strict text, source, dated, when)``, ``cases`` to those that hold in a case;
    ``jurisdiction.rule(dotted, facts)`` is the one that holds for a plan. ``label_statements`` are
    ``Statement(text, source, dated)``; ``label_elements`` are ``Element(key, required, source, dated)``.
``tracers``
    ``tracer_keys()``; ``get_tracer(key) -> Tracer(key, name, contains, source)``, InputError ``unknown-tracer``.
``dispensing``
    ``question_keys()``; ``questions() -> tuple[Question, ...]``; ``get_question(key) -> Question(key, words, answers,
    sexes, source)``, InputError ``unknown-question``. ``answers`` maps an answer to ``Answer(key, text, code,
    severity, stop_below, caution_below, source)``; ``not_named()`` is the one for days without an opioid where nobody
    said which.
``examples``
    ``examples() -> tuple[Example, ...]``; ``get_example(key) -> Example(key, given, asked, expected, published,
    source_is, note, source, call, inputs, lines)``, InputError ``unknown-example``: what the self-test recomputes.

Every module has ``validate_all()``, which checks every row.
"""
