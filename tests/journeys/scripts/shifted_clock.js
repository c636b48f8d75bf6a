// A phone whose clock is wrong.
(() => {
  const Real = Date;
  const shift = SHIFT;
  const Shifted = class extends Real {
    constructor(...parts) {
      if (parts.length) super(...parts);
      else super(Real.now() + shift);
    }
    static now() {
      return Real.now() + shift;
    }
  };
  window.Date = Shifted;
})();
