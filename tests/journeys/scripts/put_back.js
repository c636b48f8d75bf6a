// Notes whenever the app writes something else into a field than what the person has typed there.
(() => {
  window.putBack = [];
  for (const { prototype } of [HTMLTextAreaElement, HTMLInputElement]) {
    const { get, set } = Object.getOwnPropertyDescriptor(prototype, "value");
    Object.defineProperty(prototype, "value", {
      get,
      set(value) {
        const there = get.call(this);
        if (document.activeElement === this && value !== there) window.putBack.push([there, value]);
        set.call(this, value);
      },
    });
  }
})();
