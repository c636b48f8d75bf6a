// iOS after lunch: `killSilently` and `killLoudly` make every open connection useless; `broken` refuses all of the app's writing,
// `unread` its reading of what is kept under such a key.
(() => {
  const open = new Set();
  const dead = new WeakSet();
  const { transaction } = IDBDatabase.prototype;
  window.refused = 0;
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    open.add(this);
    if (dead.has(this) || (window.broken && mode === "readwrite")) {
      window.refused += 1;
      throw new DOMException("The database connection is closing.", "InvalidStateError");
    }
    return transaction.call(this, stores, mode, ...rest);
  };
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (key) {
    if (window.unread && String(key).includes(window.unread)) throw new DOMException("The object can not be read.", "NotReadableError");
    return get.call(this, key);
  };
  window.killSilently = () => {
    const killed = [...open];
    for (const db of killed) dead.add(db);
    open.clear();
    return killed.length;
  };
  window.killLoudly = () => {
    const killed = [...open];
    window.killSilently();
    for (const db of killed) db.dispatchEvent(new Event("close"));
    return killed.length;
  };
})();
