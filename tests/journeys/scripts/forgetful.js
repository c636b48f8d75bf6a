// A store that gives back other bytes than it was given.
(() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...key) {
    const size = value?.bytes?.byteLength;
    return put.call(this, size ? { ...value, bytes: new ArrayBuffer(size) } : value, ...key);
  };
})();
