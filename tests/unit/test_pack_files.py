"""Files of a pack that cannot be read or put together, and what is said about each."""

from pathlib import Path

import pytest

from engine.packs.reading import read_pack
from engine.packs.yaml import read_yaml
from tests.small_pack import VISIT, Workshop


@pytest.fixture
def pack(tmp_path: Path) -> Workshop:
    """A small pack that is sound, for breaking."""
    return Workshop(tmp_path)


BROKEN = [
    (b"", "not-a-mapping", 1),
    (b"# nothing but a comment\n", "not-a-mapping", 1),
    (b"just words\n", "not-a-mapping", 1),
    (b"- pathway: visit\n", "not-a-mapping", 1),
    (b"pathway: visit\n\ttitle: A visit\n", "not-yaml", 2),
    (b"pathway: visit\n  title: A visit\n", "not-yaml", 2),
    (b"pathway: 'visit\n", "not-yaml", 1),
    (b"pathway: visit\nmoves: *nobody\n", "not-yaml", 2),
    (b"pathway: visit\n---\npathway: visit\n", "not-yaml", 2),
    (b"pathway: visit\ntitle: \xff\xfe\n", "not-text", 2),
    (b'pathway: visit\ntitle: "\\0"\n', "not-text", 2),
    (b"pathway: visit\ntitle: \x07\n", "not-yaml", 2),
    (b"pathway: visit\nmoves: &all\n  open: *all\n", "inside-itself", 2),
    (b"pathway: visit\n[a, b]: c\n", "not-a-name", 2),
    (b"pathway: visit\nmoves: " + b"[" * 5000 + b"]" * 5000, "too-deep", 2),
    (b"pathway: visit\nmoves: " + b"{a: " * 5000 + b"}" * 5000, "too-deep", 2),
    (b"pathway: visit\nmoves:\n" + b"".join(b" " * n + b"a:\n" for n in range(1, 90)), "too-deep", 42),
    (b"pathway: " + b"a" * 1_000_001, "too-large", 1),
    (
        b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n, n, b",".join([b"*%c" % (n - 1)] * 10)) for n in range(98, 108)),
        "too-large",
        1,
    ),
]


@pytest.mark.parametrize(("text", "code", "line"), BROKEN, ids=[f"{code}-{n}" for n, (_, code, _) in enumerate(BROKEN)])
def test_a_file_that_cannot_be_read_is_a_fault_of_that_file(pack: Workshop, text: bytes, code: str, line: int) -> None:
    pack.write("visit.yaml", text)
    fault = pack.fault()
    assert (fault.file, fault.code, fault.line) == ("visit.yaml", code, line)


LISTS = [
    ("moves:\n", "moves: none\nrest:\n", "not-a-list-of-names", "moves"),
    ("  - name: plan\n    title", "  - title", "not-a-list-of-names", "moves"),
    ("  - name: plan\n", "  - name: [plan]\n", "not-a-list-of-names", "moves"),
    ("sources:\n", "sources: none\nrest:\n", "not-usable", "sources"),
    ("questions:\n", "questions: [none]\nrest:\n", "not-usable", "questions"),
    ("    asks: [risk]\n", "    asks: [[risk]]\n", "unknown-questions", "moves.open.asks"),
    ("    asks: [risk]\n    record:\n", "    record: [none]\n    sets:\n", "not-usable", "moves.open.record"),
]


@pytest.mark.parametrize(("was", "now", "code", "field"), LISTS)
def test_a_list_where_a_mapping_is_due_is_found_and_the_other_way_round(
    pack: Workshop, was: str, now: str, code: str, field: str
) -> None:
    pack.change(was, now)
    assert (code, field) in {(fault.code, fault.field) for fault in pack.faults()}


def test_tabs_are_named_as_what_they_are(pack: Workshop) -> None:
    pack.write("visit.yaml", "pathway: visit\n\ttitle: A visit\n")
    assert pack.fault().remedy == "Indent with spaces: YAML takes no tabs there."


def test_a_broken_file_does_not_hide_what_is_wrong_with_another(pack: Workshop) -> None:
    pack.write("visit.yaml", "pathway: 'visit\n")
    pack.change("strike_out: [chair]", "strike_out: [chairs]", "partnership.yaml")
    assert {(fault.file, fault.code) for fault in pack.faults()} == {
        ("visit.yaml", "not-yaml"),
        ("partnership.yaml", "unknown-role"),
    }


def test_a_byte_order_mark_does_no_harm(pack: Workshop) -> None:
    pack.write("visit.yaml", b"\xef\xbb\xbf" + VISIT.encode())
    assert pack.faults() == []


def test_a_folder_without_a_partnership_is_no_pack(tmp_path: Path) -> None:
    _, [fault] = read_pack(tmp_path)
    assert (fault.file, fault.code) == ("partnership.yaml", "no-partnership")


def test_a_file_that_would_be_passed_over_is_found(pack: Workshop) -> None:
    pack.write("other.yml", VISIT)
    assert (pack.fault().file, pack.fault().code) == ("other.yml", "not-read")


def test_a_folder_in_the_place_of_a_file_is_a_fault(pack: Workshop) -> None:
    (pack.folder / "other.yaml").mkdir()
    _, [fault] = pack.read()
    assert (fault.file, fault.code) == ("other.yaml", "not-readable")


@pytest.fixture
def child(pack: Workshop, tmp_path: Path) -> Workshop:
    """A pack that says nothing of its own and extends the small one."""
    below = Workshop(tmp_path / "below")
    below.folder = tmp_path / "brook" / "2026-02"
    below.write("partnership.yaml", "partnership: brook\nextends: riverside/2026-01\n")
    return below


def test_a_child_may_drop_what_it_inherits_and_nothing_else(child: Workshop) -> None:
    child.write("visit.yaml", "moves:\n  - {name: remark, drop: yes}\n")
    assert child.faults() == []
    child.write("visit.yaml", "moves:\n  - {name: remakr, drop: yes}\n")
    fault = child.fault()
    assert (fault.file, fault.line, fault.code, fault.remedy) == (
        "visit.yaml",
        2,
        "nothing-to-drop",
        "Did you mean “remark”?",
    )


def test_packs_that_extend_each_other_in_a_ring_are_refused(child: Workshop, pack: Workshop) -> None:
    pack.change("edition: 2026-01\n", "edition: 2026-01\nextends: brook/2026-02\n", "partnership.yaml")
    for each in (child, pack):
        assert "extends-itself" in {fault.code for fault in each.faults()}


def test_a_child_with_an_empty_file_is_told_so(child: Workshop) -> None:
    child.write("visit.yaml", "")
    assert (child.fault().file, child.fault().code) == ("visit.yaml", "not-a-mapping")


def test_scalars_stay_the_text_that_was_written(tmp_path: Path) -> None:
    file = tmp_path / "scalars.yaml"
    file.write_text("a: 2023-08\nb: 007\nc: true\nd: No\ne: 'true'\nf: ~\ng:\nh: 'null'\n")
    assert read_yaml(file, "scalars.yaml").content == {
        "a": "2023-08",
        "b": "007",
        "c": "yes",
        "d": "no",
        "e": "true",
        "f": None,
        "g": None,
        "h": "null",
    }
