// A window that never lets go of the database.
Object.defineProperty(IDBDatabase.prototype, "onversionchange", { set() {}, get: () => null });
