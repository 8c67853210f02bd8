"""Makes botapi.json: the part of the Bot API description that the stand-in checks requests against.

    python -m bot.demo.extract api.min.json > bot/demo/botapi.json

The input is `api.min.json` of PaulSonOfLars/telegram-bot-api-spec (MIT, botapi.LICENSE.txt), Bot API 10.0.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.demo.api import METHODS
from bot.demo.spec import PRIMITIVES, item_type
from bot.demo.wire import Json

SOURCE = "github.com/PaulSonOfLars/telegram-bot-api-spec, MIT, see botapi.LICENSE.txt"
# Limits stand in the words only: "1-4096 characters", "2-10 items"; not so "ISO 639-1" or a telephone number.
LIMIT = re.compile(r"\b([012])-(\d{2,4})\b(?!-)")


def _entry(described: Json) -> Json:
    fields = described.get("fields", [])
    entry: Json = {
        "fields": {field["name"]: field["types"] for field in fields},
        "required": [field["name"] for field in fields if field["required"]],
    }
    if limits := {field["name"]: limit for field in fields if (limit := _limit(field))}:
        entry["limits"] = limits
    return entry | ({"subtypes": described["subtypes"]} if "subtypes" in described else {})


def _limit(field: Json) -> list[int]:
    found = LIMIT.search(field.get("description", ""))
    return [int(found[1]), int(found[2])] if found else []


def _mentioned(entry: Json) -> Iterator[str]:
    for types in entry["fields"].values():
        yield from map(item_type, types)
    yield from entry.get("subtypes", [])


def _closure(names: Iterable[str], types: Json) -> Json:
    """The named types and all that they mention, by name."""
    found: Json = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in PRIMITIVES and name not in found:
            found[name] = _entry(types[name])
            waiting.extend(_mentioned(found[name]))
    return dict(sorted(found.items()))


def extract(description: Json) -> Json:
    """The covered methods and every type that their fields reach."""
    wanted = {name.lower() for name in METHODS}
    methods = {n: _entry(d) for n, d in description["methods"].items() if n.lower() in wanted}
    reached = [name for entry in methods.values() for name in _mentioned(entry)]
    return {
        "source": SOURCE,
        "version": description["version"],
        "methods": methods,
        "types": _closure(reached, description["types"]),
    }


def _lines(group: Json) -> str:
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in group.items())


def to_text(extracted: Json) -> str:
    """JSON with one method or type per line, so that a change of version reads well as a diff."""
    head = "".join(f'"{key}": {json.dumps(extracted[key])},\n' for key in ("source", "version"))
    groups = (f'"{key}": {{\n{_lines(extracted[key])}\n}}' for key in ("methods", "types"))
    return "{\n" + head + ",\n".join(groups) + "\n}\n"


if __name__ == "__main__":
    sys.stdout.write(to_text(extract(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
