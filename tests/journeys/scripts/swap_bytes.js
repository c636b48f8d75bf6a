// Puts one picture's bytes in the place of another's.
async ({ from, to }) => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const db = await done(indexedDB.open("handzettel"));
  const store = db.transaction("bytes", "readwrite").objectStore("bytes");
  const all = await done(store.getAll());
  const of = (digest) => all.find(({ sha256 }) => sha256 === digest);
  await done(store.put({ ...of(to), bytes: of(from).bytes }));
  db.close();
}
