// Saves entry after entry with the app's own store until the page dies; tells the test of each when the store has called it saved.
async ({ slip, run }) => {
  const address = performance.getEntriesByType("resource").map(({ name }) => name).find((name) => name.endsWith("/store/store.js"));
  const { openStore } = await import(address);
  const store = await openStore();
  const save = async () => {
    for (let i = 0; i < 10_000; i++) {
      const patch = { leftover: [i ? `${run} ${i - 1}` : null, `${run} ${i}`] };
      const { op_id } = await store.record({ kind: "edit", slip_id: slip, patch });
      await window.saved(op_id);
    }
  };
  save();
}
