// Every point at which a send can be interrupted: before each request, after each answer, and in each writing before it is complete.
// What is complete shows at the next point. At the point wanted the test is told to kill.
(() => {
  let left = Infinity;
  let running = 0;
  let last = performance.now();
  const never = new Promise(() => {});
  const pass = async () => {
    last = performance.now();
    if (--left) return;
    window.killHere();
    await never;
  };
  const ask = window.fetch;
  window.fetch = async (...request) => {
    running += 1;
    await pass();
    try {
      const answer = await ask(...request);
      await pass();
      return answer;
    } finally {
      running -= 1;
    }
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const tx = transaction.call(this, stores, mode, ...rest);
    if (mode === "readwrite") void pass();
    return tx;
  };
  window.stopAt = (point) => (left = point);
  window.quiet = () => left > 0 && !running && performance.now() - last > 1500;
})();
