"""Paper to PDF/A-3a, blank sheets to plain PDF.

The only importer of WeasyPrint, which is loaded in processes of its own, not in the server's.
"""

import io
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Any

from app import pages
from app.errors import Refusal
from app.files import Files
from app.firm import Firm
from app.reports import pictures, wording
from app.reports.blank import Blank
from app.reports.paper import Paper

ATTACHMENT = "zettel.json"
LONGEST = 300  # seconds for one paper; 60 rows and 40 photos take 3
PAPERS_PER_PROCESS = 200  # then a fresh one: what a layout engine leaks does not add up
PIXELS = {2: 1200, 3: 900}  # longest edge of a photo, by how many stand side by side
NO_PANGO = "Pango is missing, no PDFs: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

log = logging.getLogger(__name__)
_pools: dict[int, ProcessPoolExecutor] = {}
_lock = threading.Lock()


def render_slip(firm: Firm, paper: Paper) -> bytes:
    """The PDF of a paper; equal papers give equal bytes. Refused with `pdf_not_possible` where it cannot be made."""
    try:
        return _in_process(firm, paper)
    except BrokenProcessPool:  # a process was killed, perhaps for its memory: once more, in a fresh one
        close()
    try:
        return _in_process(firm, paper)
    except BrokenProcessPool as error:
        close()
        raise Refusal("pdf_not_possible", why="process_died") from error


def render_blank(firm: Firm, blank: Blank) -> bytes:
    """A sheet to be filled in by pen."""
    return _in_process(firm, blank)


def close() -> None:
    """Ends the processes; the next paper starts new ones."""
    with _lock:
        for pool in _pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        _pools.clear()


def _in_process(firm: Firm, paper: Paper | Blank) -> bytes:
    try:
        pool = _pool(firm.settings.pdf_processes)
        if isinstance(paper, Blank):
            return pool.submit(_print_blank, paper).result()
        return pool.submit(_print, paper, firm.files).result()
    except Refusal as refusal:
        log.error(NO_PANGO if refusal.details.get("why") == "no_pango" else "paper not printed", extra=refusal.details)
        raise


def _pool(size: int) -> ProcessPoolExecutor:
    with _lock:
        if size not in _pools:
            _pools[size] = ProcessPoolExecutor(
                size,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_settle_in,
                max_tasks_per_child=PAPERS_PER_PROCESS,
            )
        return _pools[size]


# -- from here on inside the processes -------------------------------------------------------------------------------


def _settle_in() -> None:
    """Ctrl-C is for the server; what takes too long is ended from inside; without its server it ends itself."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _give_up)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _give_up(*_: object) -> None:
    raise Refusal("pdf_not_possible", why="too_long")


def _print(paper: Paper, files: Files) -> bytes:
    weasyprint = _weasyprint()
    signal.alarm(LONGEST)
    try:
        shown = _pictures(paper, files)
        page = weasyprint.HTML(string=_html(paper, shown), url_fetcher=_only(shown))
        return _with_one_af(page.write_pdf(pdf_variant="pdf/a-3a", attachments=[_attachment(weasyprint, paper)]))
    finally:
        signal.alarm(0)


def _print_blank(blank: Blank) -> bytes:
    weasyprint = _weasyprint()
    signal.alarm(LONGEST)
    try:
        qr_code = pictures.qr_code(blank.address)
        html = pages.render("pdf/blank.html", wording.LANGUAGE, blank=blank, css=_css(), qr_code=qr_code)
        made: bytes = weasyprint.HTML(string=html, url_fetcher=_only({})).write_pdf(pdf_tags=True)
        return made
    finally:
        signal.alarm(0)


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise Refusal("pdf_not_possible", why="no_pango") from error
    return weasyprint


def _pictures(paper: Paper, files: Files) -> dict[str, tuple[bytes, str]]:
    """Address -> (bytes, type) of every picture that is there."""
    edge = PIXELS[_columns(paper)]
    found = {photo.sha256: pictures.photo(files, photo.sha256, edge) for photo in paper.report.photos if photo.sha256}
    shown = {f"photo:{sha}": (content, "image/jpeg") for sha, content in found.items() if content}
    written = {sha256: pictures.signature(files, sha256) for sha256 in paper.signatures}
    return shown | {f"signature:{sha}": (strokes, "image/png") for sha, strokes in written.items() if strokes}


def _html(paper: Paper, shown: dict[str, tuple[bytes, str]]) -> str:
    return pages.render(
        "pdf/slip.html",
        wording.LANGUAGE,
        paper=paper,
        css=_css(),
        qr_code=pictures.qr_code(paper.order.address),
        shown=shown,
        columns=_columns(paper),
    )


def _columns(paper: Paper) -> int:
    """Few photos are printed large."""
    return 2 if len(paper.report.photos) in (1, 2, 4) else 3


@cache
def _css() -> str:
    return (Path(pages.HERE) / "templates" / "pdf" / "print.css").read_text(encoding="utf-8")


def _only(shown: dict[str, tuple[bytes, str]]) -> Any:
    """Fetches our own pictures and nothing else, least of all from the disk or the network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnPictures(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/svg+xml;base64,"):
                return super().fetch(url, headers)
            content, type_ = shown[url]
            return URLFetcherResponse(url, content, {"Content-Type": type_})

    return OwnPictures()


def _attachment(weasyprint: Any, paper: Paper) -> Any:
    return weasyprint.Attachment(
        string=paper.content,
        name=ATTACHMENT,
        description=wording.say("pdf.attachment"),
        created=paper.created,
        modified=paper.modified,
        relationship="Data",
    )


def _with_one_af(content: bytes) -> bytes:
    """WeasyPrint names every attachment twice in /AF. Saved so that the same paper gives the same bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        own = {entry.objgen: entry for entry in pdf.Root.AF}
        pdf.Root.AF = pikepdf.Array(own.values())
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()
