"""The printed PDF: what its file promises, and that it can be made of anything a slip may hold."""

import io
import re
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor

import pikepdf
import pytest
from PIL import Image

from app.errors import Refusal
from app.firm import Firm
from app.reports import pdf, pictures
from app.reports.document import Source, compose
from app.settings import Settings
from tests.reports.papers import keep_photo, keep_signature, paper_of, version_of
from tests.reports.slips import ANNA, ORDER, REPORT, content, row, row_id, slip_of, usual_rows, wall
from tests.reports.whole import TEMPLATES, whole

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A firm of which only files and settings are needed."""
    folder = tmp_path_factory.mktemp("pdf")
    yield Firm(Settings(files=str(folder / "files"), database_url=f"sqlite:///{folder}/never.db"))
    pdf.close()


@pytest.fixture(scope="module")
def usual(house):
    photos = [keep_photo(house.files, shade, (400, 300)) for shade in (1, 2, 3)]
    slip = slip_of(content(ORDER | REPORT, usual_rows(photos, keep_signature(house.files))))
    return paper_of(slip)


@pytest.fixture(scope="module")
def printed(house, usual):
    return pdf.render_slip(house, usual)


def test_it_says_it_is_pdf_a_3a(printed):
    with pikepdf.open(io.BytesIO(printed)) as file:
        xmp = file.Root.Metadata.read_bytes().decode()
    assert re.search(r'pdfaid:part(="|>)3', xmp)
    assert re.search(r'pdfaid:conformance(="|>)A', xmp)


def test_it_is_tagged_and_german_and_has_its_colours(printed):
    with pikepdf.open(io.BytesIO(printed)) as file:
        assert file.Root.MarkInfo.Marked
        assert len(file.Root.StructTreeRoot.K) > 0
        assert str(file.Root.Lang) == "de"
        assert [str(intent.S) for intent in file.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert file.docinfo["/Title"] == "Zettel 2026-0412, Geländer Treppenhaus B"
        assert not file.is_encrypted
        assert "/JavaScript" not in file.Root.get("/Names", {})


def test_every_font_is_embedded(printed, tmp_path):
    lines = tool("pdffonts", printed, tmp_path).splitlines()[2:]
    embedded = [line.split()[-5] for line in lines]  # name, type, encoding, emb, sub, uni, object ID of two numbers
    assert len(lines) >= 2
    assert set(embedded) == {"yes"}


def test_the_signed_content_is_attached_once_and_whole(printed, usual):
    with pikepdf.open(io.BytesIO(printed)) as file:
        assert list(file.attachments) == ["zettel.json"]
        assert file.attachments["zettel.json"].get_file().read_bytes() == usual.content
        assert [str(entry.AFRelationship) for entry in file.Root.AF] == ["/Data"]


def test_the_same_paper_gives_the_same_bytes(house, usual, printed):
    pdf.close()
    assert pdf.render_slip(house, usual) == printed


def test_it_reads_as_what_was_signed(printed, usual, tmp_path):
    text = tool("pdftotext", printed, tmp_path)
    for words in (
        "Metallbau Keulenberg GmbH", "2026-0412", "Fassung 1", "Karol Wiśniewski", "10:00", "5:45", "22:45",
        "Verbundmörtel 300 ml, Charge 26-3381", "Zink ausgebessert", "1 vorher", "Jörg Lindner", "FREIGEGEBEN",
        "Verlauf", usual.closing.content_hash, "Blatt 1 von 3",
    ):  # fmt: skip
        assert words in text
    assert "Vorschau" not in text


def test_photos_are_made_small_and_kept_in_colour(house, tmp_path):
    photo = keep_photo(house.files, 7, (2400, 1800))
    paper = paper_of(slip_of(content(ORDER, [row("photo", sha256=photo, tag="before")])))
    images = tool("pdfimages", pdf.render_slip(house, paper), tmp_path, "-list", out=False)
    assert ["jpeg", "1200", "900", "rgb"] in [
        [line.split()[8], line.split()[3], line.split()[4], line.split()[5]] for line in images.splitlines()[2:]
    ]


def test_a_missing_or_broken_picture_is_a_frame_that_says_so(house, tmp_path):
    broken = house.files.put(b"\xff\xd8\xff but no picture")
    rows = [row("photo", sha256="0" * 64, tag="after"), row("photo", sha256=broken), row("photo", tag="before")]
    slip = slip_of(content(ORDER, [*rows, *usual_rows(signature="9" * 64)[-1:]]))
    text = " ".join(tool("pdftotext", pdf.render_slip(house, paper_of(slip)), tmp_path).split())
    assert [f"Foto {number} liegt nicht vor" in text for number in (1, 2, 3)] == [True] * 3
    assert "Das Bild der Unterschrift liegt nicht vor." in text


def test_a_picture_with_a_changed_byte_is_not_printed_as_what_was_signed(house, tmp_path):
    digest = keep_signature(house.files)
    assert pictures.signature(house.files, digest) is not None
    path = house.files.path(digest)
    whole_bytes = path.read_bytes()
    changed = bytearray(whole_bytes)
    changed[-6] ^= 1  # of the checksum of the last chunk: decoders do not mind
    try:
        path.write_bytes(bytes(changed))
        with Image.open(path) as image:
            image.load()
        assert pictures.signature(house.files, digest) is None
        slip = slip_of(content(ORDER | REPORT, usual_rows([keep_photo(house.files, 1, (40, 30))], digest)))
        text = " ".join(tool("pdftotext", pdf.render_slip(house, paper_of(slip)), tmp_path).split())
    finally:
        path.write_bytes(whole_bytes)
    assert "Das Bild der Unterschrift liegt nicht vor." in text
    assert f"Jörg Lindner: {digest}" in text


def test_a_preview_is_marked_on_every_page(house, tmp_path):
    rows = [row("material", text=f"Teil {n}", quantity="1", unit="Stk") for n in range(60)]
    text = tool(
        "pdftotext", pdf.render_slip(house, paper_of(slip_of(content(ORDER, rows), state="submitted"))), tmp_path
    )
    pages = text.split("\f")[:-1]
    assert len(pages) == 3
    assert ["VORSCHAU, NICHT FREIGEGEBEN" in page.upper() for page in pages] == [True] * 3


def test_a_long_slip_of_long_words_stays_on_the_sheet(house, tmp_path):
    photos = [keep_photo(house.files, shade, (300, 400)) for shade in range(4)]
    names = ["Łukasz Brzęczyszczykiewicz-Wróblewski", "Gülşen Çağlayangil", "Олександр Шевченко", "Đorđević"]
    rows = [
        row("time", person=row_id(700 + n), name=names[n % 4], start=wall("22:00"), end=wall("06:00", "2026-11-26"),
            job_title="Schweißfachmann", activity="waiting", text=f"{n} " + "Türsicherheitsbeschlag" * 20)
        for n in range(60)
    ]  # fmt: skip
    rows += [row("photo", sha256=photos[n % 4], caption="X" * 120) for n in range(40)]
    rows += [row("material", text="W" * 200, quantity="123456789.125", unit="Quadratmeter" * 4) for _ in range(3)]
    slip = slip_of(content(ORDER | {"title": "L" * 150, "task": "Zeile\n" * 30, "lead": ANNA}, rows))
    made = pdf.render_slip(house, paper_of(slip))
    text = tool("pdftotext", made, tmp_path)
    assert all(text.count(name) >= 15 for name in ("Олександр Шевченко", "Đorđević"))
    assert all(f"{number}\n" in text for number in (1, 40))
    assert inked_margins(made, tmp_path) == []


def test_text_is_never_markup(house, tmp_path):
    slip = slip_of(content(ORDER | {"work": '<img src="file:///etc/passwd"> & <b>fett</b>'}, []))
    text = tool("pdftotext", pdf.render_slip(house, paper_of(slip)), tmp_path)
    assert '<img src="file:///etc/passwd"> & <b>fett</b>' in text


def test_without_pango_the_refusal_is_clear(house, usual, monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # as if it could not be imported
    with pytest.raises(Refusal) as refused:
        pdf._print(usual, house.files)
    told: Future[bytes] = Future()
    told.set_exception(refused.value)
    monkeypatch.setattr(ProcessPoolExecutor, "submit", lambda *_: told)
    with pytest.raises(Refusal) as refused:
        pdf.render_slip(house, usual)
    assert (refused.value.code, refused.value.status) == ("pdf_not_possible", 503)
    assert "apt-get install libpango-1.0-0" in caplog.text


def test_a_paper_that_takes_too_long_is_given_up_inside_its_process(house, usual, monkeypatch):
    monkeypatch.setattr(pdf, "_print", pdf._give_up)
    with pytest.raises(Refusal) as refused:
        pdf.render_slip(house, usual)
    assert (refused.value.code, refused.value.details) == ("pdf_not_possible", {"why": "too_long"})


def test_a_killed_process_is_replaced(house, usual, printed):
    pool = pdf._pool(1)
    pool.submit(int).result()
    for process in list(pool._processes.values()):
        process.kill()
        process.join()
    assert pdf.render_slip(house, usual) == printed


def tool(name, content_, folder, *options, out=True):
    path = folder / "paper.pdf"
    path.write_bytes(content_)
    command = [name, *options, str(path), *(["-"] if out and name == "pdftotext" else [])]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def inked_margins(content_, folder):
    """Pages with something printed in the outer 10 mm at the right or 12 mm at the left."""
    from PIL import Image

    path = folder / "paper.pdf"
    path.write_bytes(content_)
    subprocess.run(["pdftoppm", "-r", "40", "-gray", str(path), str(folder / "page")], check=True)
    pages = sorted(folder.glob("page-*.pgm"))
    assert pages
    per_mm, spoiled = 40 / 25.4, []
    for page in pages:
        with Image.open(page) as image:
            width, height = image.size
            edges = [(0, 0, int(12 * per_mm), height), (width - int(10 * per_mm), 0, width, height)]
            if any(min(image.crop(edge).tobytes()) < 200 for edge in edges):
                spoiled.append(page.name)
    return spoiled


@pytest.mark.parametrize("blocks", [None, frozenset({"photos", "checklists"})], ids=["firm", "client"])
def test_a_slip_with_everything_on_it_is_a_whole_pdf(house, tmp_path, blocks):
    photos = [keep_photo(house.files, shade, (300, 200)) for shade in range(5)]
    slip = whole(photos, [keep_signature(house.files)] * 4)
    paper = compose(
        Source(slip=slip, steps=[], versions=[version_of(slip)], names={}, company=("", "", ""), base_url="https://x",
               zone="Europe/Berlin", templates=TEMPLATES, client=blocks)
    )  # fmt: skip
    made = pdf.render_slip(house, paper)
    text = " ".join(tool("pdftotext", made, tmp_path).split())
    both = (
        "Kraftbetätigtes Tor, Prüfung",
        "Schließkante spricht nicht an.",
        "Mangel 2",
        "7,5 m",
        "Tür T 1.04",
        "Abnahme",
    )
    assert [words for words in both if words not in text] == []
    internal = ("14,00 €", "22:45", "Beton musste fertig werden.", "DD-MK 214", "ab zu Hause")
    assert [words in text for words in internal] == [blocks is None] * 5
    with pikepdf.open(io.BytesIO(made)) as file:
        assert (len(file.Root.StructTreeRoot.K) > 0, list(file.attachments)) == (True, ["zettel.json"])
        assert re.search(r'pdfaid:part(="|>)3', file.Root.Metadata.read_bytes().decode())
    assert inked_margins(made, tmp_path) == []
