"""The licence of every locked library, from its own metadata: `python deploy/licenses.py requirements.txt`.

Ends with 1 when one is missing or not on the list of those that may be used beside an MIT program.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ALLOWED = re.compile(
    r"MIT|BSD|Apache|LGPL|Lesser General Public|PSF|Python Software|MPL|Mozilla|ISC|HPND|Public Domain"
)


def licence(name: str) -> str:
    """As the project says it: the SPDX expression, else the old field if short, else the classifiers."""
    about = metadata(name)
    stated = about.get("License-Expression") or about.get("License") or ""
    if stated and len(stated) < 60:
        return stated
    classifiers = [each for each in about.get_all("Classifier", []) if each.startswith("License ::")]
    return "; ".join(each.rpartition(" :: ")[2] for each in classifiers) or stated.splitlines()[0][:60]


def main(requirements: str) -> int:
    locked = re.findall(r"(?m)^([\w.-]+)==([^ \\]+)", Path(requirements).read_text(encoding="utf-8"))
    doubtful = 0
    for name, version in locked:
        try:
            stated = licence(name)
        except PackageNotFoundError:
            continue  # locked for another system or Python
        good = bool(ALLOWED.search(stated))
        doubtful += not good
        sys.stdout.write(f"{name:32} {version:12} {stated}{'' if good else '   <- look at this'}\n")
    return 1 if doubtful else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
