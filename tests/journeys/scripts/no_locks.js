// A browser without Web Locks.
Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
