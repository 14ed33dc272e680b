"""What others made and is served as our own: it is what it says it is."""

import json

from tests.house.vendored import MADE, STATIC, sha256
from web.assets import assets
from web.guards import INLINE_SCRIPT
from web.rendering import environment


def test_the_style_sheet_and_the_script_are_those_that_were_made() -> None:
    about = json.loads((STATIC / "vendor.json").read_text())
    assert about["files"] == {name: sha256(STATIC / name) for name in MADE}


def test_no_style_sheet_asks_for_a_font_or_for_another_place() -> None:
    for name, asset in assets().items():
        if name.endswith(".css"):
            text = asset.content.decode()
            assert "GDS Transport" not in text, name
            assert "@font-face" not in text, name
            assert "url(http" not in text.replace('"', ""), name


def test_the_one_inline_script_is_the_one_that_the_policy_allows() -> None:
    template = environment().loader
    assert template is not None
    source, _, _ = template.get_source(environment(), "govuk_frontend_jinja/template.html")
    assert f">{INLINE_SCRIPT}</script>" in source
