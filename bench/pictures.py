"""Photos of twelve megapixels: until one lies on the phone's disk, and what fifty of them leave behind."""

import io
import random
from collections.abc import Iterator

from PIL import Image
from playwright.sync_api import Page

from bench.handset import Bench, Row, Touch, paired
from tests.journeys.house import until

MEGAPIXELS_12 = (4000, 3000)
MANY = 50
MB = 1_000_000

CARDS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("handzettel");
  opening.onsuccess = () => {
    const count = opening.result.transaction("bytes").objectStore("bytes").count();
    count.onsuccess = () => { opening.result.close(); resolve(count.result); };
  };
})"""


def photo(bench: Bench) -> Iterator[Row]:
    with bench.phone("photo") as phone:
        page = _slip(bench, paired(bench.firm, bench.server, phone))
        Touch(page, bench.slow)
        yield Row("a 12 MP photo, stored", [_stored(page, seed) for seed in range(bench.rounds)], "ms", most=1500)


def memory(bench: Bench) -> Iterator[Row]:
    """Not slowed: only what is left counts. Growth from the tenth photo to the last, after a collection each."""
    with bench.phone("memory") as phone:
        page = _slip(bench, paired(bench.firm, bench.server, phone))
        glass = Touch(page, 1)
        used = []
        for seed in range(MANY):
            _stored(page, seed)
            if seed in (9, MANY - 1):
                used.append(_heap(glass))
        yield Row("JS heap after 10 photos", [used[0]], "MB")
        yield Row(f"JS heap after {MANY} photos", [used[1]], "MB", most=round(used[0] * 1.2 + 1))


def _slip(bench: Bench, page: Page) -> Page:
    page.locator("a[data-kind=main]").click()
    page.locator("input[type=file]").first.wait_for(state="attached")
    return page


def _stored(page: Page, seed: int) -> float:
    """From the camera's hand-over to the bytes in the database, by the page's own clock."""
    before = page.evaluate(CARDS)
    page.evaluate(
        "() => addEventListener('change', () => (window.given = performance.now()), { capture: true, once: true })"
    )
    file = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": _jpeg(seed)}
    page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    until(lambda: page.evaluate(CARDS) > before)
    return float(page.evaluate("performance.now() - window.given"))


def _jpeg(seed: int) -> bytes:
    """Another picture each time, with detail like a building site's."""
    dice = random.Random(seed)
    coarse = Image.frombytes("RGB", (400, 300), dice.randbytes(400 * 300 * 3))
    out = io.BytesIO()
    coarse.resize(MEGAPIXELS_12, Image.Resampling.BILINEAR).save(out, "JPEG", quality=85)
    return out.getvalue()


def _heap(glass: Touch) -> float:
    glass.cdp.send("HeapProfiler.collectGarbage")
    return float(glass.cdp.send("Runtime.getHeapUsage")["usedSize"]) / MB
