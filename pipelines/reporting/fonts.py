"""The two faces every report is set in: Noto Sans SC Regular and Bold, static TrueType, built once from the variable font on PyPI.

Belongs here: making the faces (same bytes on every machine), the fontconfig file that names nothing else, the set of characters they hold.
Does not belong here: which face is used where (`reports/templates/css`), rendering (`pdf`).
"""

from __future__ import annotations

import hashlib
import importlib.resources
import io
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.errors import RenderError
from pipelines.settings import font_folder

FAMILY = "Noto Sans SC"
FACES = {"NotoSansSC-Regular.ttf": 400, "NotoSansSC-Bold.ttf": 700}
_SOURCE = ("fonts", "ofl", "notosanssc")
_VARIABLE = "NotoSansSC[wght].ttf"
_RECIPE = "1"  # raise it when the recipe below changes: the cached faces are then made anew
_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xFFA0, 0xFFDF))
_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/fontconfig</cachedir>
</fontconfig>
"""


def build_fonts(folder: Path) -> None:
    """Build both faces, their licence and `fonts.conf` in `folder`, unless the same recipe already made them from the same variable font."""
    folder.mkdir(parents=True, exist_ok=True)
    package = importlib.resources.files("justmytype_intl_cjk").joinpath(*_SOURCE)
    variable = package.joinpath(_VARIABLE).read_bytes()
    key = hashlib.sha256(_RECIPE.encode() + variable).hexdigest()
    if not _is_built(folder, key):
        lean = _without_hangul(variable)
        for name, weight in FACES.items():
            _write(folder / name, _static_face(lean, weight))
        _write(folder / "OFL.txt", package.joinpath("OFL.txt").read_bytes())
        _write(folder / "built-from.sha256", key.encode())
    _write(folder / "fonts.conf", _CONFIG.format(folder=folder.resolve()).encode())


def require_fonts(folder: Path) -> Path:
    """Return the fontconfig file in `folder`. Raises `RenderError` when the faces were not built."""
    missing = [name for name in (*FACES, "built-from.sha256") if not (folder / name).is_file()]
    if missing:
        raise RenderError(f"font files are missing: {', '.join(missing)}", where=str(folder), fix="run: python -m pipelines.reporting.fonts")
    config = folder / "fonts.conf"
    text = _CONFIG.format(folder=folder.resolve())
    if not config.is_file() or config.read_text(encoding="utf-8") != text:  # the folder was copied or moved
        _write(config, text.encode())
    return config


def fonts_digest(folder: Path) -> str:
    """Return what the faces in `folder` were made from; it keys rendered files."""
    return (folder / "built-from.sha256").read_text(encoding="ascii")


@cache
def characters(folder: Path) -> frozenset[int]:
    """Return the code points that both faces hold."""
    from fontTools.ttLib import TTFont

    held: list[set[int]] = []
    for name in FACES:
        with TTFont(folder / name, lazy=True) as face:
            held.append(set(face.getBestCmap()))
    return frozenset(set.intersection(*held))


def missing_characters(text: Iterable[str], folder: Path) -> list[str]:
    """Return the characters of `text` for which the faces have no glyph, in code point order."""
    wanted = {ord(char) for part in text for char in part if char >= " "}
    return [chr(code) for code in sorted(wanted - characters(folder))]


def _is_built(folder: Path, key: str) -> bool:
    stamp = folder / "built-from.sha256"
    return all((folder / name).is_file() for name in FACES) and stamp.is_file() and stamp.read_text(encoding="ascii") == key


def _without_hangul(variable: bytes) -> bytes:
    """Return the variable font without the script that neither language uses."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(variable), recalcTimestamp=False)
    options = Options(layout_features=["*"], name_IDs=["*"], name_languages=["*"], notdef_outline=True, glyph_names=False, recalc_timestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if not any(first <= code <= last for first, last in _HANGUL)])
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _static_face(variable: bytes, weight: int) -> bytes:
    """Return the face of one weight, without variation tables, with the timestamps of its source."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    static = instantiateVariableFont(TTFont(io.BytesIO(variable), recalcTimestamp=False), {"wght": weight})
    _name_style(static, weight)
    buffer = io.BytesIO()
    static.save(buffer)
    return buffer.getvalue()


def _name_style(font: Any, weight: int) -> None:
    """Let fontconfig see a family with a Regular and a Bold."""
    style = "Bold" if weight == 700 else "Regular"
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"NotoSansSC-{style}", 16: FAMILY, 17: style}
    font["name"].names = [record for record in font["name"].names if record.nameID not in names and record.nameID != 25]
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if weight == 700 else 0x40
    font["head"].macStyle = 1 if weight == 700 else 0


def _write(path: Path, content: bytes) -> None:
    """Write under a temporary name, then rename: a reader sees the whole file or none."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else font_folder()
    build_fonts(target)
    sys.stdout.write(f"fonts: {target}\n")
