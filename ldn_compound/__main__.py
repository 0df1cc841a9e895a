"""Where the program starts: ``ldn-compound``, and ``python -m ldn_compound``."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from types import FrameType
from typing import NoReturn

_INTERRUPTED = 130
_MOMENT = 0.02


def start() -> NoReturn:
    """Run the program; an interrupt ends it quietly at any moment, also while it is still loading."""
    asked: list[int] = []

    def interrupt(number: int, _: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    # A program in the background was told to take no notice: that stays.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
        sys.unraisablehook = _interrupt_again
    try:
        from ldn_compound.cli.main import run
        from ldn_compound.cli.streams import settle_streams

        settle_streams()
        run()
    except SystemExit:
        raise
    except BaseException:
        # What was being imported turns the interrupt into an error of its own.
        if asked:
            _end("interrupted\n")
        raise
    finally:
        # Nothing is left to be interrupted but the interpreter's own end, which would print a traceback.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _interrupt_again(what: sys.UnraisableHookArgs) -> None:
    """Interrupt once more where nothing could be raised: the interrupt came in a callback of the interpreter's own."""
    if what.exc_type is KeyboardInterrupt:
        _thread.start_new_thread(_in_a_moment, ())
    else:
        sys.__unraisablehook__(what)


def _in_a_moment() -> None:
    time.sleep(_MOMENT)
    signal.raise_signal(signal.SIGINT)


def _end(text: str) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.stderr is not None:
        sys.stderr.write(text)
        sys.stderr.flush()
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    start()
