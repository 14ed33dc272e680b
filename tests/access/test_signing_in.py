"""Signing in: the same answer and the same work for every way to fail, few tries, and sessions that end."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from pwdlib import PasswordHash

from access import accounts
from access.accounts import add_person, set_active, set_password
from access.seeing import may
from access.sessions import BY_ADDRESS, BY_NAME, IDLE, WINDOW, Entered, enter, known, sign_in
from states.refusals import Refused
from store.contract import Store
from store.people import Attempt, Grant, Person, Post, Session, Token
from tests.access.house import NOW, SINCE, House
from tests.spec.desk import refused

PASSWORD = "three plain words"  # noqa: S105 - invented
WALL = NOW


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


@pytest.fixture
def person(house: House) -> Person:
    visitor = house.person("line-manager of school-a")
    return set_password(house.store, visitor.person, PASSWORD)


class Counting(PasswordHash):
    """A hasher that counts what it does."""

    def __init__(self) -> None:
        super().__init__(accounts._hasher.hashers)
        self.done: list[str] = []

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002 - the library's name
        self.done.append("verify")
        return super().verify(password, hash)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.done.append("hash")
        return super().hash(password, salt=salt)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    hasher = Counting()
    monkeypatch.setattr(accounts, "_hasher", hasher)
    accounts._nobodys.cache_clear()
    yield hasher
    accounts._nobodys.cache_clear()


def tried(store: Store, username: str, password: str, address: str = "192.0.2.1", minutes: int = 0) -> Entered:
    return sign_in(store, username, password, address, WALL + timedelta(minutes=minutes), NOW)


def test_a_new_secret_is_made_at_every_sign_in_and_only_its_hash_is_kept(house: House, person: Person) -> None:
    first, second = (tried(house.store, person.username.upper(), PASSWORD) for _ in range(2))
    assert first.secret != second.secret
    kept = house.store.people.find(Session, person=person.username)
    assert first.secret not in str(kept)
    found = known(house.store, second.secret, WALL, NOW)
    assert found is not None
    assert found.visitor.person.username == person.username


def test_the_work_is_the_same_for_somebody_who_does_not_exist(house: House, person: Person, counting: Counting) -> None:
    add_person(house.store, "no.password", "No Password", "", SINCE)
    set_active(house.store, house.person("line-manager of police", "Off Duty").person, active=False)
    accounts.is_password(None, "warm the cache")
    done = []
    for username in (person.username, "nobody.here", "no.password", "off.duty.line-manager.police"):
        counting.done.clear()
        with refused("wrong-password"):
            tried(house.store, username, "not it at all", address=username)
        done.append(tuple(counting.done))
    assert done == [("verify",)] * 4


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(house: House, person: Person) -> None:
    said = []
    for username in (person.username, "nobody.here"):
        with pytest.raises(Refused) as info:
            tried(house.store, username, "not it at all")
        said.append((info.value.code, info.value.because, info.value.remedy))
    assert said[0] == said[1]


def test_tries_are_limited_by_name_and_by_address_and_the_limit_passes(house: House, person: Person) -> None:
    for _ in range(BY_NAME):
        with refused("wrong-password"):
            tried(house.store, person.username, "not it at all", "192.0.2.7")
    with refused("too-many-attempts"):
        tried(house.store, person.username, PASSWORD, "192.0.2.8")
    after = int(WINDOW.total_seconds() // 60) + 1
    assert tried(house.store, person.username, PASSWORD, "192.0.2.7", after).secret
    for number in range(BY_ADDRESS):
        house.store.people.put(Attempt(f"a-{number}", house.store.people.fingerprint("address 192.0.2.9"), WALL))
    with refused("too-many-attempts"):
        tried(house.store, person.username, PASSWORD, "192.0.2.9")


def test_what_was_typed_is_not_kept(house: House) -> None:
    with refused("wrong-password"):
        tried(house.store, PASSWORD, "")
    attempts = house.store.people.find(Attempt)
    assert len(attempts) == 2
    assert not any(word in str(attempts) for word in (PASSWORD, "three", "192.0.2.1", "name"))


def test_what_has_run_out_is_swept_away_at_the_next_sign_in(house: House, person: Person) -> None:
    people, old = house.store.people, WALL - timedelta(days=3)
    people.put(Attempt("old", "somebody", old))
    people.put(Session("old", person.username, "p", old, old, old))
    people.put(Token("old", "n", person.username, "p", "read", old, old))
    people.put(Grant("ESC-2026-0001", person.username, "ACC-2026-0001", old, there=True))
    entered = tried(house.store, person.username, PASSWORD)
    assert people.find(Session) == [entered.session]
    assert (people.find(Attempt), people.find(Token), people.find(Grant)) == ([], [], [])


def test_sessions_end_when_the_password_changes_or_somebody_is_disabled(house: House, person: Person) -> None:
    first = tried(house.store, person.username, PASSWORD)
    set_password(house.store, person, "four other plain words")
    assert known(house.store, first.secret, WALL, NOW) is None
    second = enter(house.store, person, WALL, NOW)
    set_active(house.store, person, active=False)
    assert known(house.store, second.secret, WALL, NOW) is None
    assert house.store.people.find(Session) == []
    with refused("wrong-password"):
        tried(house.store, person.username, "four other plain words")


def test_a_session_ends_when_nothing_was_done_for_long_and_when_no_post_is_held_any_more(
    house: House, person: Person
) -> None:
    entered = enter(house.store, person, WALL, NOW)
    assert known(house.store, entered.secret, WALL + IDLE + timedelta(minutes=1), NOW) is None
    [post] = house.store.people.find(Post, person=person.username)
    accounts.end_post(house.store, post, NOW)
    assert known(house.store, entered.secret, WALL, NOW) is None
    with refused("no-post"):
        enter(house.store, person, WALL, NOW)


def test_two_accounts_never_share_one_identity_at_a_provider(house: House, person: Person) -> None:
    other = add_person(house.store, "other", "Other Person", "", SINCE)
    house.store.people.put(replace(person, subject="issuer|1"))
    with refused("subject-taken"):
        house.store.people.put(replace(other, subject="issuer|1"))
    house.store.people.put(replace(person, subject="issuer|1", name="Alex Renamed"))
    assert [each.name for each in house.store.people.find(Person, subject="issuer|1")] == ["Alex Renamed"]
    assert len(house.store.people.find(Person, subject="")) == 1


def test_only_the_partnership_s_own_posts_keep_people(house: House) -> None:
    partnership = house.pack.partnership
    assert may(house.person("partnership-manager of partnership"), partnership, "administers")
    assert not may(house.person("partnership-manager of school-a"), partnership, "administers")
