"""Names: many ways of writing one are one name; rather one person too many is kept out than one too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.names import keys_in, keys_of


def kept_out(answer: str, name: str, username: str = "", email: str = "") -> bool:
    return bool(set(keys_in(answer)) & set(keys_of(name, username, email)))


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Jones, Bob; Mr Tom King", "Bob Jones"),
        ("Jones, Bob; Mr Tom King", "Tom King"),
        ("the head, Dr. Zoë O'Brien-Smith, and nobody else", "Zoe OBrien Smith"),
        ("BOB   JONES\nANN SMITH", "Ann Smith"),
        ("Bob Jones & Ann Smith", "Bob Jones"),
        ("Jones Bob", "Bob Jones"),
        ("Bob Edward Jones", "Bob Jones"),
        ("Bob Jones", "Bob Edward Jones"),
        ("Bob Jones (deputy head)", "Bob Jones"),
        ("Headteacher Bob Jones", "Bob Jones"),
        ("Jones, Bob, King, Tom", "Tom King"),
        ("Sir Bob Jones / Rev Ann Smith", "Ann Smith"),
    ],
)
def test_a_name_is_found_however_it_is_written(answer: str, name: str) -> None:
    assert kept_out(answer, name)


def test_a_user_name_or_an_e_mail_is_a_name_too() -> None:
    assert kept_out("b.jones", "Robert Jones", username="b.jones")
    assert kept_out("b.jones@school-a.example", "Robert Jones", email="B.Jones@school-a.example")
    assert kept_out("Bob Jones", "R. Jones", email="bob.jones@school-a.example")


@pytest.mark.parametrize("name", ["Bob King", "Tom Jones", "Bobby Jones", "King", "Mr"])
def test_others_are_let_in(name: str) -> None:
    assert not kept_out("Bob Jones; Mr Tom King", name)


def test_nobody_is_named_by_an_empty_answer() -> None:
    assert keys_in(" ; , ") == keys_of("") == ()


@given(st.lists(st.from_regex(r"[a-z]{2,6}", fullmatch=True), min_size=1, max_size=3))
def test_the_order_of_its_words_is_nothing_to_a_name(words: list[str]) -> None:
    assert kept_out(" ".join(reversed(words)), " ".join(words))
