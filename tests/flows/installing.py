"""The program as a user installs it: its wheel, in an environment that has what the wheel asks for and nothing else.

Its libraries are links to those of the environment that tests: to unpack them all again takes longer than the demo. So a
library that shares its folder with a declared one (a namespace) would be there undeclared.
"""

import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def wheel(folder: Path) -> Path:
    """Build it from the checkout."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def installed(built: Path, environment: Path) -> Path:
    """A new environment with a wheel and its libraries; gives the program."""
    venv.create(environment)
    python = environment / "bin" / "python"
    install = ["install", "-q", "--no-index", "--no-deps", "--no-compile", str(built)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True, capture_output=True)
    (place,) = environment.glob("lib/python*/site-packages")
    (own,) = Distribution.discover(name="rootfeed", path=[str(place)])
    for library in asked(own):
        for name in {file.parts[0] for file in library.files or ()} - {"..", "__pycache__"}:
            if not (place / name).exists():  # a folder that two libraries share is linked once
                (place / name).symlink_to(str(library.locate_file(name)))
    return environment / "bin" / "rootfeed"


def asked(own: Distribution) -> list[Distribution]:
    """All libraries that an installed wheel requires without extras of its own, and what these require."""
    found: dict[tuple[str, str], Distribution] = {}
    wanted = [(own, "")]
    while wanted:
        one, extra = wanted.pop()
        for need in map(Requirement, one.requires or ()):
            if need.marker and not need.marker.evaluate({"extra": extra}):
                continue
            for more in ("", *need.extras):
                if (need.name, more) not in found:
                    found[need.name, more] = distribution(need.name)
                    wanted.append((found[need.name, more], more))
    return list(found.values())
