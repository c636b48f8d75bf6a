// A phone in the pocket: its page is hidden until it is taken out again.
(() => {
  let hidden = false;
  Object.defineProperty(Document.prototype, "hidden", { get: () => hidden });
  Object.defineProperty(Document.prototype, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
  window.pocket = (put_away) => {
    hidden = put_away;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  };
})();
