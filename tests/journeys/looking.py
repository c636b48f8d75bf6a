"""What is looked at on a screen: axe by day and by night, and what axe does not see at every size a phone has."""

from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.reading import script

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BY_DAY = {"runOnly": RULES}
BY_NIGHT = {"runOnly": ["color-contrast"]}  # only colours change
# width, height, size of the text: the smallest phone, the same with text twice as large, held sideways, a tablet
SIZES = ((320, 640, ""), (320, 640, "200%"), (844, 390, ""), (768, 1024, ""))
# What is stuck to the edge of the window covers something at any moment; one scrolls.
ADD_STYLE = "(css) => (document.adoptedStyleSheets = [new CSSStyleSheet()])[0].replaceSync(css)"
UNSTUCK = ".act, .tabs, .clip { position: static !important; }"
AWKWARD = script("awkward")
LARGE = "(size) => (document.documentElement.style.fontSize = size)"
THEME = "(theme) => (document.documentElement.dataset.theme = theme)"
RUN_AXE = "(options) => axe.run(document, { ...options, resultTypes: ['violations'] })"


def awkward(page: Page) -> list[str]:
    """Too wide, too small for a finger, without a word, headings out of order; with the size at which it is so."""
    found = []
    for width, height, text in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(LARGE, text)
        found += [f"{width} {text}: {one}" for one in page.evaluate(AWKWARD)]
    page.evaluate(LARGE, "")
    return found


def axe(page: Page, width: int = 390) -> list[str]:
    page.set_viewport_size({"width": width, "height": 844})
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
        page.evaluate(ADD_STYLE, UNSTUCK)
    found = []
    for theme, options in (("light", BY_DAY), ("dark", BY_NIGHT)):
        page.evaluate(THEME, theme)
        for one in page.evaluate(RUN_AXE, options)["violations"]:
            found += [f"{theme} {one['id']}: {node['html'][:160]}" for node in one["nodes"]]
    page.evaluate(THEME, "light")
    return found


def looked_at(page: Page) -> list[str]:
    """Everything; `page` has been asked for no movement, so that a theme is there at once."""
    return awkward(page) + axe(page)


def without_focus(page: Page, steps: int = 20) -> list[str]:
    """Goes on with the key for it, and names whatever has the focus and does not show it."""
    page.evaluate("document.activeElement?.blur()")
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found += page.evaluate(UNSEEN)
    return found


UNSEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return [];
  const outlined = (element) => {
    const { outlineStyle, outlineWidth } = element ? getComputedStyle(element) : { outlineStyle: "none" };
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  return outlined(one) || outlined(one.closest("label")) ? [] : [one.outerHTML.slice(0, 120)];
}"""
