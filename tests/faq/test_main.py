from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.faq.__main__ import main
from tests.faq.conftest import CONTENT
from tests.faq.test_evaluate import DATA

HOSTILE = [
    "",
    "👍",
    "a" * 4096,
    "\x00",
    "\ud800",
    "\u202e",
    "h\u0335\u0321i\u0338p\u0337",
    "<b>hip</b>",
    "' OR 1=1 --",
]


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), catch_exceptions=False)


def batch(tmp_path: Path, *lines: str) -> list[dict[str, Any]]:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return [json.loads(line) for line in run("--batch", str(path)).stdout.splitlines()]


def question(text: object, lang: str = "en") -> str:
    return json.dumps({"lang": lang, "q": text})


def test_a_question_gets_an_answer_and_the_reason_for_it() -> None:
    shown = run("--lang", "en", "my hamstrings tire instead of my glutes").stdout
    assert shown.startswith("answer: hamstrings-not-glutes")
    assert "hamstr" in shown


def test_the_words_need_no_quotes() -> None:
    assert run("--lang", "en", "hamstring", "cramp").stdout.startswith("answer: cramp")


def test_a_warning_sign_is_named_first() -> None:
    shown = run("--lang", "ja", "胸が痛い").stdout
    assert shown.startswith("emergency: red (rule chest)")


def test_a_batch_answers_line_by_line_in_order(tmp_path: Path) -> None:
    answers = batch(
        tmp_path,
        question("もも裏ばかり疲れてお尻に効かない", "ja"),
        question("hello there"),
        question("I can't pee"),
        question("my calf is swollen and hot"),
        question("I had cancer and now my back hurts"),
    )
    assert (answers[0]["kind"], answers[0]["ids"][0]) == ("answer", "hamstrings-not-glutes")
    assert answers[1] == {"kind": "none", "ids": [], "score": answers[1]["score"]}
    assert [answer.get("severity") for answer in answers] == [None, None, "red", "amber_today", "amber"]
    assert [answer["kind"] for answer in answers[2:]] == ["emergency"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no json",
        "{}",
        '{"lang": "en"}',
        '{"lang": "fr", "q": "x"}',
        '{"lang": "en", "q": 7}',
        "[]",
        "null",
        "[" * 9000,
    ],
)
def test_a_bad_line_is_an_error_and_the_rest_goes_on(tmp_path: Path, line: str) -> None:
    answers = batch(tmp_path, question("cramp"), line, question("cramp"))
    assert answers[1] == {"kind": "error", "line": 2}
    assert answers[0] == answers[2]


def test_bytes_that_are_no_text_are_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(b"\xff\xfe\n" + question("cramp").encode() + b"\n")
    kinds = [json.loads(line)["kind"] for line in run("--batch", str(path)).stdout.splitlines()]
    assert kinds[0] == "error"
    assert kinds[1] != "error"


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_stands_in_a_batch_has_an_outcome(tmp_path: Path, text: str) -> None:
    [answer] = batch(tmp_path, question(text))
    assert answer["kind"] in ("answer", "choices", "none", "emergency")
    assert len(answer["ids"]) <= 5


def test_a_megabyte_is_read_to_its_end(tmp_path: Path) -> None:
    calm = "My legs are tired and I sat all day. " * 28_000
    [nothing, sign] = batch(tmp_path, question(calm), question(calm + " I can't pee"))
    assert nothing["kind"] != "emergency"
    assert sign["severity"] == "red"


def test_evaluate_prints_the_figures_of_both_languages() -> None:
    shown = run("evaluate").stdout
    assert shown.count("right first") == 2
    assert shown.count("warning signs caught") == 2


def test_evaluate_takes_one_language() -> None:
    assert run("evaluate", "--lang", "ja").stdout.count("right first") == 1


def test_calibrate_writes_only_when_told(tmp_path: Path) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    before = (folder / "index.toml").read_text(encoding="utf-8")
    few = ("calibrate", "--content", str(folder), "--questions", str(DATA / "exam-a"))
    shown = run(*few).stdout
    assert (folder / "index.toml").read_text(encoding="utf-8") == before
    run(*few, "--write")
    assert (folder / "index.toml").read_text(encoding="utf-8").strip() == shown.strip()


def test_faults_of_the_content_are_named_and_the_rest_is_used(tmp_path: Path) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    (folder / "faq" / "cramp.toml").write_text("question = 1")
    result = run("--content", str(folder), "how do I breathe")
    assert "faq/cramp.toml" in result.stderr
    assert "breathing" in result.stdout
