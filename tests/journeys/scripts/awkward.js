// What axe does not see: whatever is wider than the window, too small for a finger, a heading out of order, a button without a word.
() => {
  const TOUCH = 44;
  const found = [];
  const named = (element) => `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} "${(element.textContent || element.ariaLabel || "").trim().slice(0, 40)}"`;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth - root.clientWidth} px too wide: ${widest()}`);
  for (const one of document.querySelectorAll("a[href], button, select, textarea, input:not([type=hidden]), [role=button]")) if (shown(one)) finger(one);
  headings();
  return found;

  function widest() {
    const out = [...document.querySelectorAll("body *")].filter((one) => shown(one) && one.getBoundingClientRect().right > root.clientWidth + 1);
    return out.slice(-3).map(named).join(" | ");
  }

  // the target of an input in a label is the label; a link in running text may be as high as its line
  function finger(one) {
    const target = one.matches("input") ? (one.closest("label") ?? one) : one;
    const { width, height } = target.getBoundingClientRect();
    const inText = one.matches("p a, li a, dd a, td a") && getComputedStyle(one).display === "inline";
    if (!inText && (width < TOUCH || height < TOUCH)) found.push(`${Math.round(width)} x ${Math.round(height)} px: ${named(one)}`);
    if (one.matches("a, button") && !(one.ariaLabel || one.textContent.trim() || one.querySelector("img[alt]:not([alt=''])"))) found.push(`without a word: ${one.outerHTML.slice(0, 120)}`);
  }

  function headings() {
    const levels = [...document.querySelectorAll("h1, h2, h3, h4")].filter(shown).map((one) => Number(one.tagName[1]));
    const firsts = levels.filter((level) => level === 1).length;
    if (firsts !== 1) found.push(`${firsts} headings of level 1`);
    levels.forEach((level, i) => i > 0 && level > levels[i - 1] + 1 && found.push(`heading ${levels[i - 1]} then ${level}`));
  }
}
