"""Where the pictures of these tests lie."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from linli.config.settings import STORAGES


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of this test's own in the place of the office's."""
    backend = STORAGES["pictures"]["BACKEND"]
    with override_settings(STORAGES={**STORAGES, "pictures": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}):
        yield tmp_path
