"""Manifests: their JSON form and the chain."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pipelines.errors import LandingRefused
from pipelines.landing.manifest import FIRST_LINK, Chain, Manifest
from tests.unit.landing.homes import at, open_landing, pull

ROW = {"id": "1", "amount": 1, "name": "Ada"}


def test_manifest_survives_its_json_form(tmp_path: Path) -> None:
    pull(open_landing(tmp_path), [ROW])
    content = (tmp_path / "landing/manifests/00000001.json").read_bytes()
    manifest = Manifest.from_bytes(content)
    assert manifest.to_bytes() == content
    assert (manifest.at, manifest.source, manifest.live_rows, manifest.last_row_id, manifest.previous) == (at(0), "crm", 1, 1, FIRST_LINK)
    assert [(part.path, part.rows, part.personal) for part in manifest.parts] == [("parts/crm.deals/00000001.parquet", 1, False)]


def test_each_manifest_names_the_hash_of_the_one_before(tmp_path: Path) -> None:
    landing = open_landing(tmp_path)
    for number in range(3):
        pull(landing, [{**ROW, "amount": number}], hours=number)
    files = sorted((tmp_path / "landing/manifests").iterdir())
    links = [json.loads(file.read_bytes())["previous"] for file in files]
    assert links == [FIRST_LINK, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files[:-1])]


def test_unreadable_manifest_is_named(tmp_path: Path) -> None:
    (tmp_path / "00000001.json").write_text("{")
    with pytest.raises(LandingRefused, match=r"00000001\.json: the manifest chain is broken: unreadable manifest"):
        Chain(tmp_path).read()
