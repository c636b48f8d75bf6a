// Notes how strictly each transaction that writes work is written.
(() => {
  window.durabilities = new Set();
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const tx = transaction.call(this, stores, mode, ...rest);
    const work = ["ops", "bytes", "drafts"].some((store) => [stores].flat().includes(store));
    if (mode === "readwrite" && work) window.durabilities.add(tx.durability);
    return tx;
  };
})();
