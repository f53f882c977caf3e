"""What tests need that follow a page of the docs: a finished study by the page's name, and a program that runs commands.

The program runs in whichever packages its path has: a JSON list of lines in, what each printed out, behind MARK. Commands
of rootfeed run in its own process, which has loaded the libraries once; all others in a shell. One that ends in `&` runs
on until the end.
"""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from flows import cli

MARK = "\x1e"


def renamed(template: Path, folder: Path, name: str) -> None:
    """A copy of the finished study `small` under another name, without its report."""
    for path in template.iterdir():
        if path.name != "small-report":
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, folder / path.name.replace("small", name))
    study = folder / f"{name}.toml"
    study.write_text(study.read_text(encoding="utf-8").replace('name = "small"', f'name = "{name}"'), encoding="utf-8")


def follow(line: str, running: list[subprocess.Popen[bytes]]) -> None:
    """Run one line. Raises AssertionError where it fails."""
    words = shlex.split(line)
    if words[0] == "rootfeed":
        assert cli.main(words[1:]) == 0, line
    elif words[-1] == "&":
        running.append(subprocess.Popen(words[:-1], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    else:
        subprocess.run(line, shell=True, check=True, executable="/bin/bash")


def main() -> None:
    """Every line, in its order."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        for line in json.load(sys.stdin):
            print(MARK, end="", flush=True)
            follow(line, running)
            sys.stdout.flush()
    finally:
        for process in running:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
