"""The same notes as the services' tests; screens in English."""

from typing import Any

import pytest
from tests.apps.learning.conftest import LONG_FORM, answered, raised

__all__ = ["LONG_FORM", "answered", "raised"]


@pytest.fixture(autouse=True)
def _in_english(client: Any) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
