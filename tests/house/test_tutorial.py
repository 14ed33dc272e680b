"""The tutorial, followed to the letter: every file written, every command run, every answer as it says."""

import json
import re
import shlex
from pathlib import Path

import pytest

from cli.main import main

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial" / "a-procedure-from-nothing.md"
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.S | re.M)
_FILE = re.compile(r' (title|add)="([\w./-]+)"')


def write(where: str, text: str) -> None:
    """A block that is a file, or the end of one."""
    found = _FILE.fullmatch(where)
    assert found, f"a YAML block says which file it is: {where}"
    path = Path(found[2])
    path.parent.mkdir(parents=True, exist_ok=True)
    assert path.exists() == (found[1] == "add"), path
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def answers(command: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines that a command prints; of findings, only what is wrong, as the tutorial says."""
    program, *arguments = shlex.split(command)
    assert program == "duecourse"
    status = main(arguments)
    said = capsys.readouterr()
    assert (status, said.err) in ((0, ""), (1, "")), said.err
    if status == 0:
        return [line.strip().replace(f"{Path.cwd()}/", "…/") for line in said.out.splitlines()]
    main([*arguments, "--json"])
    return [finding["because"] for finding in json.loads(capsys.readouterr().out)["findings"]]


def test_the_tutorial_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for language, where, text in _BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        if language == "yaml":
            write(where, text)
            continue
        assert language == "console"
        for run in re.split(r"^\$ ", text.replace("\\\n", " "), flags=re.M)[1:]:
            command, *expected = run.splitlines()
            found = answers(command, capsys)
            assert expected == [line for line in found if line in expected], f"{command}\n{found}"
            commands += 1
    assert commands == 18


def test_every_command_that_the_tutorial_names_in_its_text_works(capsys: pytest.CaptureFixture[str]) -> None:
    named = re.findall(r"`duecourse ([^`>]+?)(?: > [^`]+)?`", TUTORIAL.read_text(encoding="utf-8"))
    assert [each for each in named if " " in each and each != "packs new"]
    for each in named:
        if each != "packs new":
            assert main(each.split()) == 0, each
            capsys.readouterr()


def test_every_link_of_the_tutorial_leads_to_a_page() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", TUTORIAL.read_text(encoding="utf-8")):
        assert (TUTORIAL.parent / link).is_file(), link
