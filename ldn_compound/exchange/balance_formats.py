"""What the lines of a balance look like: a reading with its marks, a failed reading, a line that is no weighing.

Sources: Mettler-Toledo, MT-SICS reference manual (``S S``, ``S D``, ``S I``, ``S +``); Sartorius, operating
instructions LE, CPA, ME and Entris II (16 and 22 characters, ``N``, ``N1``, ``Stat``, the unit only at rest, brackets
round digits that are not verified); A&D, GX, GX-A and BM instruction manuals (``ST`` and ``WT`` stable, ``US``, ``OL``,
``QT``, title and end blocks); Ohaus, RS232 interface, Explorer and Defender manuals (``?`` not stable or too light,
``G``, ``N``, ``NET``, ``T``, ``PT``, ``TOTAL``); KERN, PLJ, PBS and KFB manuals (``?``, ``^``, ``v``; ``S`` and ``D``;
``GS``, ``NT``, ``TW``); CAS CUX manual, Shimadzu's format (``S``, ``U``); Shinko ViBRA, HJ manual (``S``, ``U``, ``E``
after the unit).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?"
_MONTH = r"(?i:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)"
_DATE = (
    r"(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}"
    rf"|[0-9]{{1,2}}[-. ]{_MONTH}[-. ][0-9]{{2,4}})"
)
STAMP = rf"(?:{_DATE}(?:[T ,;]+{_TIME}Z?)?|{_TIME})"
# Neither a point nor a comma after a bare running number: "155. 7 mg" and "0,1557 g" are slips, no numbered lines.
# "1. 134.2 mg" is a list's number: it counts only where every line counts up and each mass has a point of its own.
RUNNING = (
    r"(?:(?:N[Oo]|N[Rr]|no|nr)[.:]{0,2} ?[0-9]{1,9}[.:)]?|(?i:item|sample) ?[0-9]{1,9}[.:)]?|Comp ?[0-9]{1,3}"
    r"|# ?[0-9]{1,9}[.:)]?|[0-9]{1,9}[:).]?)"
)
_UNIT = r"[A-Za-z\u00b5\u03bc%]+"
_NUMBER = r"[0-9]+(?:\.(?:[0-9]+|[0-9]*(?:\[[0-9]{1,2}\]|\([0-9]{1,2}\))))?"

# What a balance writes before the number. A mark that stands for a tare, for movement or for no mass is known as well:
# its line is refused for what it is.
_COMMA_FORMAT = r"(?:ST|US|OL|UL|QT|WT)(?: ?,(?:NT|NW|GS|GW|TR|TW|N|G))?"
_WORD = r"(?i:net|netto|gross|brutto|tare|tara)"
_STATUS = (
    rf"(?:[SNG] ?[SDI]|[SNGTUD]|[NGT]:|[NGT][12#](?= ?[+-])|{_COMMA_FORMAT}|(?:NT|NW|GS|GW|TR|TW):?"
    rf"|[GNT]/W:?|{_WORD}\.?:?|S [+-]|Stat|[?^*]|v(?= ))"
)
_AFTER_MARKS = r"(?P<marks>(?: ?[?*]| (?:NET|Net|GROSS|Gross|PT|TOTAL|Total|[NGTSUDE]))*)"
LINE = re.compile(
    rf"(?:(?P<before>{STAMP})[ ,;]+)?"
    rf"(?:(?P<running>{RUNNING})(?: ?; ?| |,(?=[A-Z])|(?=[+-])))?"
    rf"(?:(?P<between>{STAMP})[ ,;]+)?"
    rf"(?:(?P<status>{_STATUS})(?:[ ,]+|(?=[+-])|(?<=[:?^*])))?"
    rf"(?P<sign>[+-]?) *(?P<number>{_NUMBER}) *(?P<unit>{_UNIT})?"
    rf"{_AFTER_MARKS}(?:[ ,;]+(?P<after>{STAMP}))?"
)
FAILED = re.compile(
    rf"(?:{STAMP}[ ,;]+)?(?:{RUNNING}[ ,;]+)?(?:{_STATUS}[ ,]+)?"
    r"(?:S ?[I+-]|[+-] ?OL|OL\b.*|UL\b.*|oL|(?i:err|error)\b.*|Cal\b.*"
    r"|(?i:low|high|lo|hi|over|under|overload|underload)|[HLC]|HH|LL|[\^v]|[+-]? ?-{2,}|[*]+)"
)

NUMBERED_HASH = re.compile(r"# ?[0-9]{1,9}[.:)]?(?= |;|\+|$)")
MASS = re.compile(r"[0-9][\])]? ?(?i:[km\u00b5\u03bcun]?g|mcg|lb|oz|ct|gr|dwt)(?![A-Za-z])")

# The comma format of A&D with a comma before the unit, too; id, number, date and time may stand in front. The sign is
# always printed, so that a decimal comma ("ST,+0000,1342 g") is never taken for one that separates.
_SEPARATED = re.compile(
    rf"(?:(?P<id>[A-Za-z][A-Za-z0-9-]{{0,19}}),)?(?:No\.?,?(?P<number>[0-9]{{1,9}}),)?"
    rf"(?:(?P<date>{_DATE}),)?(?:(?P<time>{_TIME}),)?"
    rf"(?P<status>{_COMMA_FORMAT}) ?, ?(?P<mass>[+-] ?{_NUMBER}) ?, ?(?P<unit>{_UNIT})"
)
# What only a statistics block calls so: elsewhere s, N or SD before a number is a mark of a reading.
_IN_A_TAIL = re.compile(
    rf"(?:s|R|SD|(?i:diff)\.?)(?:[:=]? ?|[:=])[+-]? *{_NUMBER} *(?:{_UNIT})?|N(?:[:=]? ?| )\+? ?(?P<count>[0-9]{{1,4}})"
)
_NUMBER_ALONE = re.compile(r"(?:N[Oo]|N[Rr])[.,:]{0,2} ?(?P<number>[0-9]{1,9})")
_ID_ALONE = re.compile(r"(?P<word>[A-Za-z]{2,})[A-Za-z0-9]*[-_/]?(?=[A-Za-z]*[0-9])[A-Za-z0-9]*(?:[-_/][A-Za-z0-9]+)*")
# What balances print in place of a mass begins like this, too.
_NO_ID = re.compile(
    r"(?i:err?|error|e|cal|c|ol|ul|lo|hi|low|high|over|under|overload|underload|stat|[sng][sdi]|[nsgt]|test|fail|bad)"
)

_LONE_DECIMAL = re.compile(r"(?<![0-9.])[0-9]+\.[0-9]+(?![0-9.])")
_RULER = re.compile(r"-{4,}|={4,}|\*{4,}|_{4,}|\.{4,}")
_MAKER = (
    r"kern(?: & sohn)?(?: gmbh)?|sartorius(?: ag)?|mettler(?:[- ]toledo)?|ohaus(?: corporation)?|a ?& ?d"
    r"|radwag|precisa|shimadzu|vibra|denver instrument|adam equipment"
)
_TITLE = re.compile(rf"(?:[-=*]{{1,20}} ?)?(?i:{_MAKER}|weighing|statistics|results?)(?: ?[-=*]{{1,20}})?")
_DAY_WORDS = r"date|datum|time|zeit|uhrzeit|date/time|(?:start|end|print)(?: (?:date|time))?|printed(?: (?:on|at))?"
_DAY_LINE = re.compile(rf"(?i:{_DAY_WORDS})\.?:?(?:[ ,]*(?:(?i:time|zeit)\.?:? ?)?{STAMP}){{0,2}}")
_SIGNED = re.compile(r"(?i:signature|signed(?: by)?|sign|name)[.:]*(?:[ _.-]|[^\W\d_])*")
_SIGNED_WORDS = re.compile(r"(?i:signature|signed(?: by)?|sign|name)(?![^\W_])")
_ID_WORDS = re.compile(
    r"(?i:mod|model|modell|(?:balance )?type|typ|ser\.? ?no|serial no|s[-/]?n|(?:weighbridge |terminal )?snr|bal\.? ?id"
    r"|balance id|(?:user |project |sample |[ls] )?id(?: no)?|user|operator|bediener|project)(?![^\W_])[.:]*"
)
_VERSION = re.compile(r"(?i:b?vers|ver\. ?no|version|sw)(?![^\W_])[.:]*")
_COUNT = re.compile(r"n ?[:=]? ?\+? ?[0-9]{1,4}")
_WORKED_OUT_WORDS = (
    r"(?:sub-?|grand )?total|tot\.? ?cp|tot|sum|summe|sigma|mean|mittelwert|average|ave|avg|min|minimum|max|maximum"
    r"|range|rsd|cv|std\.? ?dev|s\.? ?dev|s\.? ?rel|stdev"
)
# x is the mean on Mettler's and Sartorius's statistics; in small letters alone, as S is a stable reading.
_WORKED_OUT = re.compile(
    rf"(?:(?i:{_WORKED_OUT_WORDS})|x|\u03a3)(?:\.?[:=]? |\.?[:=]|(?=[+-]))[+-]? *{_NUMBER} *(?:{_UNIT})?"
    r"|[+-]? *[0-9]+(?:\.[0-9]+)? *[A-Za-z]+ (?:TOTAL|Total)"
)

_CONTROL = r"(?:[\x00-\x04\s]|\x1b@)+"
_ENDS = re.compile(rf"^{_CONTROL}|{_CONTROL}$")
_NO_BREAK = r"[\u00a0\u202f]+"

# Words before a colon, or before a reading, that are no component's name.
RESERVED = re.compile(
    r"(?i:[ngstudxr]|sd|st|us|wt|ol|ul|qt|nt|nw|gs|gw|tr|tw|pt|net|netto|gross|brutto|tare|tara|stat|err|error"
    r"|low|high|lo|hi|over|under|overload|underload|ok|cal|no|nr|weight|mod|model|modell|type|typ|serno|serial|snr"
    r"|balid|id|user|operator|bediener|item|sample|comp[0-9]*|project|name|sign|signed|signature|date|datum|time|zeit|uhrzeit|start|end|print|printed"
    r"|b?vers|version|sw|total|subtotal|tot|sum|summe|sigma|mean|mittelwert|average|ave|avg|min|minimum|max|maximum|range"
    r"|rsd|cv|diff|std|s?dev|s?rel|stdev|[mknu]?g|mcg|lb|oz|ct|ml|l)"
)


def plain(line: str) -> str:
    """Return a line without control characters and blanks at its ends, and with single blanks between its tokens.

    A no-break blank between two digits stays: a number with a blank in it is refused, not mended.

    Parameters:
        line: as the balance sent it.

    >>> plain("\\x02  S S     155.7 mg\\x03")
    'S S 155.7 mg'
    """
    text = _ENDS.sub("", line)
    text = re.sub(rf"(?<![0-9]){_NO_BREAK}|{_NO_BREAK}(?![0-9])", " ", text)
    # A date and a time end with a digit and are no part of the number after them.
    text = re.sub(rf"(?<![0-9.:])({STAMP}){_NO_BREAK}", r"\1 ", text)
    return re.sub(r"[ \t]+", " ", text).replace("\N{MINUS SIGN}", "-")


def no_weighing(text: str) -> str | None:
    """Return what a line is that certainly is no weighing, or None: then it is a weighing or is refused.

    Parameters:
        text: the line as :func:`plain` gives it.

    >>> no_weighing("SerNo 12345678"), no_weighing("Total 2.7 g"), no_weighing("Err 54")
    ('a heading', 'a value that the balance worked out', None)
    """
    if _RULER.fullmatch(text):
        return "a ruler"
    if re.fullmatch(STAMP, text):
        return "a date or a time"
    if _WORKED_OUT.fullmatch(text):
        return WORKED_OUT
    if _COUNT.fullmatch(text):
        return COUNT
    return "a heading" if _is_heading(text) else None


WORKED_OUT, COUNT = "a value that the balance worked out", "a count"


class CommaLine(NamedTuple):
    """A line whose parts are separated by commas, as one whose parts are separated by blanks.

    Attributes:
        text: the line with blanks, without the id.
        id: what stands in front as an id, or None.
    """

    text: str
    id: str | None


def separated(text: str) -> CommaLine | None:
    """Return a line of the comma format that has a comma before its unit, written with blanks; else None.

    Parameters:
        text: the line as :func:`plain` gives it.

    >>> separated("LAB-0123,No,012,2004/07/01,12:34:56,ST,+0000.1278, g")
    CommaLine(text='No 012 2004/07/01 12:34:56 ST,+0000.1278 g', id='LAB-0123')
    >>> separated("ST,+0000,1278 g") is None
    True
    """
    found = _SEPARATED.fullmatch(text)
    if not found:
        return None
    parts = [f"No {found['number']}" if found["number"] else None, found["date"], found["time"]]
    mass = f"{found['status']},{found['mass']} {found['unit']}"
    return CommaLine(" ".join(part for part in (*parts, mass) if part), found["id"])


def in_a_tail(text: str) -> tuple[bool, int | None]:
    """Return whether a line is one of a block of statistics, and the count that it states, or None.

    Parameters:
        text: the line as :func:`plain` gives it.

    >>> in_a_tail("s + 0.0008 g"), in_a_tail("N 10"), in_a_tail("N 155.7 mg")
    ((True, None), (True, 10), (False, None))
    """
    found = _IN_A_TAIL.fullmatch(text)
    if not found:
        return False, None
    return True, int(found["count"]) if found["count"] else None


def number_alone(text: str) -> int | None:
    """Return the running number of a line that holds nothing else, or None.

    >>> number_alone("No.012"), number_alone("012")
    (12, None)
    """
    found = _NUMBER_ALONE.fullmatch(text)
    return int(found["number"]) if found else None


def may_be_id(text: str) -> bool:
    """Return whether a line is one word of letters and digits, such as a model or an id, and no reading or failure.

    >>> may_be_id("PA214C"), may_be_id("LAB-0123"), may_be_id("ERR054"), may_be_id("ST155")
    (True, True, False, False)
    """
    found = _ID_ALONE.fullmatch(text)
    if not found or MASS.search(text):
        return False
    word = re.match(r"[A-Za-z]*", text)
    return word is not None and not _NO_ID.fullmatch(word[0]) and not RESERVED.fullmatch(word[0])


def asks_for_a_value(text: str) -> bool:
    """Return whether a line is the bare word before a model, a number or an id that stands on the next line.

    >>> asks_for_a_value("Typ"), asks_for_a_value("Ser.no."), asks_for_a_value("Typ MIS2")
    (True, True, False)
    """
    return bool(_ID_WORDS.fullmatch(text) or _VERSION.fullmatch(text))


def may_be_value(text: str) -> bool:
    """Return whether a line can be the value of such a word: no mass, no short number that may be a reading.

    >>> may_be_value("MIS2"), may_be_value("12345678"), may_be_value("155"), may_be_value("155.7")
    (True, True, False, False)
    """
    if MASS.search(text) or FAILED.fullmatch(text):
        return False
    return bool(re.fullmatch(r"[0-9]{6,}|[A-Z]{2,}[0-9]+[A-Z0-9-]*|[0-9]{1,3}(?:[.-][0-9]{1,4}){2,}", text))


def may_be_failed_reading(text: str) -> bool:
    """Return whether a line is a ruler as short as what a display shows in place of a mass: ``------``.

    Parameters:
        text: a line that is no weighing.

    >>> may_be_failed_reading("------"), may_be_failed_reading("--------------------"), may_be_failed_reading("KERN")
    (True, False, False)
    """
    return re.fullmatch(r"-{4,9}|\*{4,9}", text) is not None


def _is_heading(text: str) -> bool:
    if _TITLE.fullmatch(text) or _DAY_LINE.fullmatch(text):
        return True
    if _SIGNED_WORDS.match(text) and _SIGNED.fullmatch(text):
        return True
    # What follows must not be a weighing: no mass, and but for a version no number with a point either, which could be
    # one that was not at rest and came without its unit.
    if MASS.search(text) or re.search(r"(?:^| )[+-] ?[0-9]", text):
        return False
    return bool(_VERSION.match(text) or (_ID_WORDS.match(text) and not _LONE_DECIMAL.search(text)))
