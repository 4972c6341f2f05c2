"""What these tests share with those of the API."""

from tests.api.conftest import office, shared

__all__ = ["office", "shared"]
