"""The client's door: a copy of a slip, by a link nobody can guess."""

from app.customer import copies

ROUTERS = (copies.router, copies.api)
