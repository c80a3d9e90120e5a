"""Sample sources made once for the tests of the generator."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.sample import generate


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources of size 1 with the default seed."""
    folder = tmp_path_factory.mktemp("sample") / "sources"
    generate(folder)
    return folder
