"""The team plans runs."""

from tests.integration.catalogue.conftest import adviser, viewer

__all__ = ["adviser", "viewer"]
