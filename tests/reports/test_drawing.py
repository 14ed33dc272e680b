"""The chart: readable by everyone, exact, and with no style of its own."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from reports.drawing import COLOURS, GAP, svg
from reports.rows_drawing import BAR, ROOM
from reports.shares import shared_out
from reports.strokes import WIDTH
from reports.values import Bar, Chart

SVG = "{http://www.w3.org/2000/svg}"
PUBLISHED = (166, 20, 10, 4)


def chart(*values: int) -> Chart:
    bars = zip(values, shared_out(values, 100), strict=True)
    return Chart(
        "bands",
        "How <soon> & why",
        tuple(Bar(f"Band {n}", *bar, "{} ({} %)".format(*bar)) for n, bar in enumerate(bars)),
    )


def drawn(*values: int) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart(*values)))  # noqa: S314 - our own drawing


def number(element: ElementTree.Element, name: str) -> int:
    return int(element.attrib[name])


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=6).filter(any))
def test_the_bands_and_the_gaps_between_them_fill_the_width_exactly(values: list[int]) -> None:
    rects = list(drawn(*values).iter(f"{SVG}rect"))
    assert len(rects) == len([value for value in values if value])
    assert sum(number(rect, "width") for rect in rects) + GAP * (len(rects) - 1) == WIDTH
    for left, right in pairwise(rects):
        assert number(left, "x") + number(left, "width") + GAP == number(right, "x")


def test_it_has_a_role_a_title_and_a_description_with_every_value() -> None:
    element = drawn(*PUBLISHED)
    assert element.attrib["role"] == "img"
    title, desc = element.find(f"{SVG}title"), element.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert element.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert title.text == "How <soon> & why"
    assert desc.text == "Band 0: 166 (83 %); Band 1: 20 (10 %); Band 2: 10 (5 %); Band 3: 4 (2 %)."


def test_no_element_has_a_style_and_the_colours_are_the_given_ones() -> None:
    elements = list(drawn(*PUBLISHED).iter())
    assert not [each for each in elements if "style" in each.attrib]
    fills = [rect.attrib["fill"] for rect in drawn(*PUBLISHED).iter(f"{SVG}rect")]
    assert fills == ["#12436d", "#28a197", "#f46a25", "#801650"]


def test_a_wide_band_carries_its_label_and_a_narrow_one_has_it_outside() -> None:
    element = drawn(*PUBLISHED)
    texts = {text.text: text for text in element.iter(f"{SVG}text")}
    heights = {label: number(texts[label], "y") for label in ("83 %", "10 %", "5 %", "2 %")}
    bar = number(next(iter(element.iter(f"{SVG}rect"))), "height")
    assert heights["83 %"] < bar
    assert heights["10 %"] < bar
    assert heights["5 %"] > bar
    assert heights["2 %"] > bar


def test_labels_outside_never_lie_on_each_other() -> None:
    texts = [text for text in drawn(1000, 3, 3, 3, 3, 3).iter(f"{SVG}text") if text.attrib["text-anchor"] == "middle"]
    assert len(texts) == 6
    for one, other in combinations(texts, 2):
        apart = abs(number(one, "x") - number(other, "x")) >= 9 * len(str(one.text))
        assert apart or one.attrib["y"] != other.attrib["y"]


def test_the_key_has_every_bar_in_order_with_its_value_empty_ones_too() -> None:
    key = [text.text for text in drawn(3, 0, 1).iter(f"{SVG}text") if text.attrib["text-anchor"] == "start"]
    assert key == ["Band 0: 3 (75 %)", "Band 1: 0 (0 %)", "Band 2: 1 (25 %)"]


def test_words_on_a_band_can_be_read() -> None:
    for fill, ink in COLOURS:
        assert contrast(fill, ink) >= 4.5


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lengths(*bars: tuple[int, bool], most: int) -> ElementTree.Element:
    said = tuple(Bar(f"Case {n}", days, None, f"{days} days", late=late) for n, (days, late) in enumerate(bars))
    drawn = svg(Chart("log", "Days", said, "lengths", most, "Length; in time up to here"))
    return ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing


def test_what_is_late_is_hatched_and_goes_beyond_the_line() -> None:
    element = lengths((2, False), (9, True), most=5)
    short, long = [rect for rect in element.iter(f"{SVG}rect") if number(rect, "height") == BAR]
    line = next(element.iter(f"{SVG}line"))
    assert number(short, "width") < number(line, "x1") < number(long, "width")
    assert short.attrib["fill"] != long.attrib["fill"] == "url(#log-late)"
    assert element.findtext(f"{SVG}desc", "").endswith(". Length; in time up to here.")


def test_a_share_fills_its_own_whole_and_nothing_looks_like_something() -> None:
    bars = tuple(Bar(str(value), value, None, "", of) for value, of in ((200, 200), (1, 200), (0, 10), (0, 0)))
    element = ElementTree.fromstring(svg(Chart("shares", "Shares", bars, "shares")))  # noqa: S314 - our own drawing
    widths = [number(rect, "width") for rect in element.iter(f"{SVG}rect")]
    assert widths == [ROOM, ROOM, ROOM, 3, ROOM, ROOM]
