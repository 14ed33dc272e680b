"""The invented people of a training database, as whom one may look around."""

from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from access.accounts import add_person, find_person, give_post
from engine.packs.pack import Pack
from engine.packs.yaml import read_yaml
from states.days import parse_day, start_of
from store.contract import Store
from store.people import Post

FILE = "personas.yaml"


def add_personas(store: Store, pack: Pack, now: datetime) -> int:
    """Those of `fixtures/personas.yaml` who are not there yet, each with the post it names; how many were added."""
    path = Path(str(files("fixtures"))) / FILE
    written: list[dict[str, Any]] = read_yaml(path, FILE).content["personas"]
    new = [each for each in written if find_person(store, each["username"]) is None]
    for each in new:
        add_person(store, each["username"], each["name"], "", now)
        until = start_of(parse_day(each["until"])) if "until" in each else None
        since = now - timedelta(days=1)
        post = Post("", each["username"], each["role"], each["agency"], since, until, each.get("because", ""))
        give_post(store, post, pack.partnership)
    return len(new)
