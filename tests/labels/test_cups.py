"""Through a real CUPS of the test's own, with queues that write the page to a file: right medium, no scaling.

It needs Debian's packages cups, cups-client and cups-filters; where they are not, the test says so and is skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

import ldn_compound as ldn
from ldn_compound.labelling.catalogue import get_stock
from ldn_compound.labelling.output import ask_queue, send_to_queue

TODAY = date(2026, 11, 22)
PROGRAMS = {name: shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") for name in ("cupsd", "lp", "lpadmin")}
FILTER = Path("/usr/lib/cups/filter/pdftopdf")
missing = [name for name, path in PROGRAMS.items() if path is None] + ([] if FILTER.exists() else ["cups-filters"])
pytestmark = pytest.mark.skipif(bool(missing), reason=f"no CUPS on this machine: {', '.join(missing)}")

SIZES = {"Letter": (612, 792), "w288h144": (288, 144), "w79h252": (78.96, 252)}
# DYMO's lw450.ppd says what its print head reaches of the address label.
IMAGEABLE = {"Letter": "18 18 594 774", "w288h144": "0 0 288 144", "w79h252": "4.32 4.32 76.08 235.44"}
HEAD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "LABEL.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*ModelName: "Test label printer"
*ShortNickName: "Test label printer"
*NickName: "Test label printer"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*FileSystem: False
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
"""


def ppd() -> str:
    lines = [HEAD.rstrip()]
    for keyword in ("PageSize", "PageRegion"):
        lines += [f"*OpenUI *{keyword}: PickOne", f"*OrderDependency: 10 AnySetup *{keyword}"]
        lines += [f"*Default{keyword}: Letter"]
        lines += [f'*{keyword} {key}: "<</PageSize[{w:.0f} {h:.0f}]>>setpagedevice"' for key, (w, h) in SIZES.items()]
        lines += [f"*CloseUI: *{keyword}"]
    lines += ["*DefaultImageableArea: Letter", *(f'*ImageableArea {key}: "{area}"' for key, area in IMAGEABLE.items())]
    lines += ["*DefaultPaperDimension: Letter", *(f'*PaperDimension {k}: "{w} {h}"' for k, (w, h) in SIZES.items())]
    return "\n".join(lines) + "\n"


CONFIGURATION = """LogLevel warn
Listen {root}/run/cups.sock
Listen localhost:{port}
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
FILES = """FileDevice Yes
{user}
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
RequestRoot {root}/spool
ServerRoot {root}/conf
StateDir {root}/state
CacheDir {root}/cache
TempDir {root}/temp
Sandboxing relaxed
"""


def free_port() -> int:
    """A port of this machine: by it the queues have the address that lpoptions asks."""
    with socket.socket() as held:
        held.bind(("localhost", 0))
        return int(held.getsockname()[1])


@pytest.fixture(scope="module")
def cups() -> Iterator[Path]:
    """A print system of the test's own, on a socket of its own; ended when the module is done."""
    # The socket's path must be short, and the daemon's user must reach it.
    root = Path(tempfile.mkdtemp(prefix="cups-"))
    root.chmod(0o755)
    folders = ("run", "log", "spool", "state", "cache", "temp", "conf")
    for name in folders:
        (root / name).mkdir()
    user = ""
    if os.getuid() == 0:
        user = "User lp\nGroup lp\nSystemGroup root"
        for name in folders:
            pwd = pytest.importorskip("pwd")
            os.chown(root / name, pwd.getpwnam("lp").pw_uid, pwd.getpwnam("lp").pw_gid)
    (root / "conf" / "cupsd.conf").write_text(CONFIGURATION.format(root=root, port=free_port()), encoding="ascii")
    (root / "conf" / "cups-files.conf").write_text(FILES.format(root=root, user=user), encoding="ascii")
    (root / "label.ppd").write_text(ppd(), encoding="ascii")
    words = [PROGRAMS["cupsd"], "-f", "-c", str(root / "conf/cupsd.conf"), "-s", str(root / "conf/cups-files.conf")]
    daemon = subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if (root / "run" / "cups.sock").exists() or daemon.poll() is not None:
                break
            time.sleep(0.1)
        if daemon.poll() is not None or not (root / "run" / "cups.sock").exists():
            pytest.skip("cupsd does not start here")
        yield root
    finally:
        daemon.terminate()
        daemon.wait(timeout=20)
        shutil.rmtree(root, ignore_errors=True)


def ink(pdf: bytes | Path) -> tuple[int, tuple[float, float], tuple[float, ...]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=4).to_pil().convert("L")
        box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
        return len(document), page.get_size(), tuple(value / 4 for value in box)
    finally:
        document.close()


@pytest.mark.parametrize(
    ("stock", "design"), [("zebra-4x2", "prescription"), ("avery-5163", "prescription"), ("dymo-30252", "batch")]
)
def test_a_queue_prints_at_the_labels_own_size(
    cups: Path,
    plan: Any,
    label_of: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    stock: str,
    design: str,
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(cups / "run" / "cups.sock"))
    out = cups / f"{stock}.pdf"
    out.touch()
    words = [str(PROGRAMS["lpadmin"]), "-p", stock, "-E", "-v", f"file:{out}", "-P", str(cups / "label.ppd")]
    subprocess.run(words, check=True, capture_output=True, timeout=60)
    pdf = ldn.print_labels([label_of(plan)] * 2, stock=stock, design=design, today=TODAY)
    job = send_to_queue(pdf, printer=stock, stock=get_stock(stock))
    assert job.startswith(f"{stock}-")
    for _ in range(300):
        if out.stat().st_size and out.read_bytes().rstrip().endswith(b"%%EOF"):
            break
        time.sleep(0.1)
    pages, (width, height), box = ink(pdf)
    sent_pages, size, sent = ink(out)
    assert sent_pages == pages
    if stock == "dymo-30252":
        # Fed short edge first: turned by 90 degrees, and no larger or smaller for it.
        assert size == pytest.approx((height, width), abs=0.1)
        turned = (sent[3] - sent[1], sent[2] - sent[0])
        assert turned == pytest.approx((box[2] - box[0], box[3] - box[1]), abs=0.5)
        # Inside what the print head reaches, whichever end comes out first (from the foot of the page: 4.32 to 235.44).
        assert sent[0] >= 4.32
        assert sent[2] <= 76.08
        assert 252 - sent[3] >= 4.32
        assert 252 - sent[1] <= 235.44
    else:
        assert size == pytest.approx((width, height), abs=0.1)
        assert sent == pytest.approx(box, abs=0.3)


def made(cups: Path, name: str) -> None:
    words = [str(PROGRAMS["lpadmin"]), "-p", name, "-E", "-v", f"file:{cups / 'nowhere.pdf'}"]
    subprocess.run([*words, "-P", str(cups / "label.ppd")], check=True, capture_output=True, timeout=60)


def told(*words: str) -> None:
    where = f"{os.environ['PATH']}:/usr/sbin"
    subprocess.run([str(shutil.which(words[0], path=where)), *words[1:]], check=True, capture_output=True, timeout=60)


def address(cups: Path) -> str:
    found = re.search(r"Listen (localhost:[0-9]+)", (cups / "conf" / "cupsd.conf").read_text(encoding="ascii"))
    assert found is not None
    return found[1]


def test_a_medium_that_the_queue_lacks_is_refused_with_those_it_has(
    cups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", address(cups))
    made(cups, "few")
    with pytest.raises(ldn.LdnError) as caught:
        send_to_queue(b"%PDF-x", printer="few", stock=get_stock("wrap-60ml"))
    assert caught.value.code == "printer-lacks-medium"
    assert "76.2 x 38.1 mm" in str(caught.value)
    assert all(name in str(caught.value.hint) for name in SIZES)
    jobs = subprocess.run(["lpstat", "-o", "few"], capture_output=True, check=True, timeout=60)
    assert jobs.stdout == b""


def test_a_queue_that_takes_no_jobs_is_refused_and_a_paused_one_is_told(
    cups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", address(cups))
    made(cups, "shut")
    told("cupsdisable", "-r", "out of labels", "shut")
    queue = ask_queue("shut", get_stock("zebra-4x2"))
    assert (queue.medium, queue.held, queue.unknown) == ("w288h144", "out of labels", False)
    assert queue.said("shut-3", "1 label").startswith("Held in the queue shut as shut-3: 1 label, medium w288h144")
    told("cupsreject", "-r", "moved to the other room", "shut")
    with pytest.raises(ldn.LdnError) as caught:
        ask_queue("shut", get_stock("zebra-4x2"))
    assert caught.value.code == "printer-not-accepting"
    assert "moved to the other room" in str(caught.value.hint)
