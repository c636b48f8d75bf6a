// The phone loses the bytes of one picture; its card stays.
async (digest) => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const db = await done(indexedDB.open("handzettel"));
  const store = db.transaction("bytes", "readwrite").objectStore("bytes");
  const keys = await done(store.getAllKeys());
  for (const key of keys) if (key[1] === digest) await done(store.delete(key));
  db.close();
}
