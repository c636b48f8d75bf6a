"""The version of this release. CHANGELOG.md is its only home; an installed package carries it in its metadata."""

from importlib.metadata import version

VERSION = version("handzettel")
