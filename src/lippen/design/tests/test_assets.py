from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lippen.design import assets


def test_the_pointer_to_a_missing_map_is_dropped() -> None:
    styles = b"a{color:red}\n/*# sourceMappingURL=design-system.min.css.map */"
    script = b"let a = 1;\n//# sourceMappingURL=design-system.js.map\nlet b = 2;"

    assert assets.without_source_map(styles) == b"a{color:red}"
    assert assets.without_source_map(script) == b"let a = 1;\nlet b = 2;"


def test_a_second_installation_does_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text('{"packages": {"node_modules/a": {"version": "1"}}}')
    calls: list[Path] = []
    monkeypatch.setattr(assets, "npm_ci", calls.append)
    monkeypatch.setattr(assets, "_copy", _pretend_to_copy)

    first, second = (assets.install(root=tmp_path, vendor=tmp_path / "vendor") for _ in range(2))

    assert (first, second, len(calls)) == (True, False, 1)


def _pretend_to_copy(modules: Path, vendor: Path) -> None:
    for name in assets.FILES:
        (vendor / name).parent.mkdir(parents=True, exist_ok=True)
        (vendor / name).touch()


def test_a_changed_lock_file_asks_for_a_new_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text('{"packages": {}}')
    monkeypatch.setattr(assets, "npm_ci", lambda root: None)
    monkeypatch.setattr(assets, "_copy", _pretend_to_copy)
    assets.install(root=tmp_path, vendor=tmp_path / "vendor")

    lock.write_text('{"packages": {"node_modules/b": {"version": "2"}}}')

    assert not assets.is_installed(root=tmp_path, vendor=tmp_path / "vendor")


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads(assets.LOCK.read_text())["packages"]

    assert [name for name, facts in packages.items() if "resolved" in facts] == []
    assert all(facts["integrity"] for name, facts in packages.items() if name)


def test_fonts_are_there_in_full() -> None:
    faces = {path.name for path in assets.font_dir().glob("*.ttf")}

    assert {"Roboto_400Regular.ttf", "Roboto_700Bold.ttf", "Roboto_400Regular_Italic.ttf"} <= faces


def test_no_template_carries_a_script_or_a_style_of_its_own() -> None:
    templates = Path(assets.__file__).parent / "templates"
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)

    assert [path.name for path in templates.rglob("*.html") if inline.search(path.read_text())] == []
