// Safari on an iPhone, by what it calls itself.
Object.defineProperty(Navigator.prototype, "userAgent", {
  get: () => "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1",
});
