"""The faces: where they must lie, what they hold, and that nothing else is ever used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.errors import RenderError
from pipelines.reporting.fonts import FACES, build_fonts, characters, fonts_digest, require_fonts
from tests.unit.reporting.rendering import fonts


def test_both_faces_hold_rare_characters_of_names_and_the_symbols_of_the_page() -> None:
    assert {ord(char) for char in "喆玥珺堃龘 Ññ ▲◆▼○ −—×≤≥Σ"} - {32} <= characters(fonts())


def test_a_second_build_keeps_the_faces() -> None:
    before = {name: (fonts() / name).stat().st_mtime_ns for name in FACES}
    build_fonts(fonts())
    assert {name: (fonts() / name).stat().st_mtime_ns for name in FACES} == before
    assert len(fonts_digest(fonts())) == 64


def test_the_configuration_names_this_folder_alone_also_after_a_move(tmp_path: Path) -> None:
    for name in (*FACES, "built-from.sha256", "fonts.conf"):
        shutil.copy(fonts() / name, tmp_path / name)
    text = require_fonts(tmp_path).read_text(encoding="utf-8")
    assert text.count("<dir>") == 1
    assert f"<dir>{tmp_path.resolve()}</dir>" in text


def test_a_missing_face_is_named_with_the_command_that_builds_it(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"NotoSansSC-Bold\.ttf.*\n.*python -m pipelines\.reporting\.fonts"):
        require_fonts(tmp_path)
