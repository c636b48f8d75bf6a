// A full phone: storing anything big of somebody's aborts its transaction with QuotaExceededError, while `window.full`. The app's own
// test, nobody's, comes when the start is through, which a journey does not see.
(() => {
  const BIG = 10_000;
  const aborted = new WeakSet();
  const { put } = IDBObjectStore.prototype;
  const error = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "error").get;
  IDBObjectStore.prototype.put = function (value, ...key) {
    const request = put.call(this, value, ...key);
    if (window.full && value?.person && value.bytes?.byteLength > BIG) {
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
