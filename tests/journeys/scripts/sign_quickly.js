// One signature at its own speed, from the pad to the receipt or the refusal; afterwards the slip is taken back and the pad is open again.
async ({ slip, moves, every, between, wait }) => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const until = async (found, ms = 20_000) => {
    for (const ends = performance.now() + ms; performance.now() < ends; await pause(10)) {
      const one = found();
      if (one) return one;
    }
    throw new Error(`waited in vain at ${location.hash}: ${found}`);
  };
  const button = (word) => [...document.querySelectorAll("button")].find((one) => one.textContent.includes(word) && !one.disabled);
  const canvas = () => document.querySelector("canvas");
  const at = async (end) => { location.hash = `#/slip/${slip}${end}`; };

  const pad = await until(canvas);
  const box = pad.getBoundingClientRect();
  const fire = (target, type, x, y, buttons) => target.dispatchEvent(new PointerEvent(type, {
    bubbles: true, cancelable: true, pointerId: 1, isPrimary: true, pointerType: "touch", pressure: 0.5, button: 0, buttons, clientX: x, clientY: y,
  }));
  const [x, y] = [box.left + 30, box.top + box.height / 2];
  fire(pad, "pointerdown", x, y, 1);
  for (let i = 1; i <= moves; i++) {
    if (every) await pause(every);
    fire(window, "pointermove", x + i * 8, y + (i % 3) * 12, 1);
  }
  fire(window, "pointerup", x + moves * 8, y, 0);
  if (between.includes("turn")) pad.style.width = `${box.width - 40}px`;
  if (between.includes("leave")) {
    await at("");
    await until(() => document.querySelector("#p4"));
    await at("/sign");
    await until(() => canvas() && canvas() !== pad);
  }
  if (wait) await pause(wait);
  (await until(() => button("Unterschrift gilt"))).click();
  const outcome = await until(() => (location.hash.endsWith("/done") && "signed") || (document.body.textContent.includes("Erst oben unterschreiben") && "blank"));
  if (outcome === "signed") {
    await at("");
    (await until(() => button("Zurückholen"))).click();
    await until(() => document.querySelector("#p4"));
  }
  await at("/summary");
  await until(() => button("unterschreibt"));
  if (outcome === "blank") {
    await at("/sign");
    await until(canvas);
    (await until(() => button("Noch einmal"))).click();
    return outcome;
  }
  (await until(() => button("unterschreibt"))).click();
  await until(canvas);
  return outcome;
}
