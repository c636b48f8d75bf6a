"""What a person's hands have done on the phone: touches and typed characters, counted in the page itself."""

from dataclasses import dataclass

from playwright.sync_api import Page

# The strokes of a signature are no touches: a person draws them as on paper.
COUNT = """
window.hands = { taps: 0, typed: 0, screens: [] };
const seen = () => {
  const name = location.hash.replace(/[0-9a-f-]{36}/g, "*") || "#/";
  if (window.hands.screens.at(-1) !== name) window.hands.screens.push(name);
};
addEventListener("pointerdown", ({ target }) => { if (!target.closest("canvas")) window.hands.taps += 1; }, true);
addEventListener("beforeinput", ({ data }) => (window.hands.typed += (data ?? "x").length), true);
addEventListener("hashchange", seen);
seen();
"""


@dataclass(frozen=True)
class Hands:
    """Screens are those one works on: where the day begins and the receipt at its end do not count."""

    taps: int
    typed: int
    screens: list[str]


def begin(page: Page) -> None:
    """Counts from here on, until the page is loaded anew."""
    page.evaluate(f"() => {{ {COUNT} }}")


def counted(page: Page) -> Hands:
    said = page.evaluate("window.hands")
    screens = [name for name in said["screens"] if name != "#/" and not name.endswith("/done")]
    return Hands(said["taps"], said["typed"], list(dict.fromkeys(screens)))
