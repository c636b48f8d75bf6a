// A full phone: storing anything big aborts its transaction with QuotaExceededError, while `window.full`.
(() => {
  const BIG = 10_000;
  const aborted = new WeakSet();
  const { put } = IDBObjectStore.prototype;
  const error = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "error").get;
  IDBObjectStore.prototype.put = function (value, ...key) {
    const request = put.call(this, value, ...key);
    if (window.full && value?.bytes?.byteLength > BIG) {
      aborted.add(this.transaction);
      this.transaction.abort();
    }
    return request;
  };
  Object.defineProperty(IDBTransaction.prototype, "error", {
    get() {
      return aborted.has(this) ? new DOMException("no space left", "QuotaExceededError") : error.call(this);
    },
  });
})();
