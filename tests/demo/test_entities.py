"""Formatted text: what Telegram reads from HTML and MarkdownV2, and what the page may show of it."""

import html
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.entities import Entity, Formatted, clean, to_html, utf16_length, with_found
from bot.demo.html import parse_html
from bot.demo.limits import formatted
from bot.demo.markdown import parse_markdown_v2
from bot.demo.wire import RefusalError

HTML_CASES: list[tuple[str, str, list[tuple[str, int, int, str]]]] = [
    ("plain", "plain", []),
    ("<b>bold</b>", "bold", [("bold", 0, 4, "")]),
    ("<STRONG>bold</Strong>", "bold", [("bold", 0, 4, "")]),
    ("<b>x</>", "x", [("bold", 0, 1, "")]),
    ("a <i>b <u>c</u></i>", "a b c", [("italic", 2, 3, ""), ("underline", 4, 1, "")]),
    ("😀<s>x</s>", "😀x", [("strikethrough", 2, 1, "")]),
    ("&lt;b&gt; &amp;amp; &quot;", '<b> &amp; "', []),
    ("&#128512;&#x1f600; &nbsp; & &;", "😀😀 &nbsp; & &;", []),
    ("&lt", "<", []),
    ('<a href="https://x.org/?a=1&amp;b=2">y</a>', "y", [("text_link", 0, 1, "https://x.org/?a=1&b=2")]),
    ("<a href='x.org'>y</a>", "y", [("text_link", 0, 1, "http://x.org")]),
    ("<a>x.org</a>", "x.org", [("text_link", 0, 5, "http://x.org")]),
    ('<a href="javascript:alert(1)">y</a>', "y", []),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1, "")]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1, "")]),
    ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1, "py")]),
    ("<code>x</code>", "x", [("code", 0, 1, "")]),
    ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1, "")]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1, "")]),
    ('<tg-emoji emoji-id="5">x</tg-emoji>', "x", [("custom_emoji", 0, 1, "5")]),
    ("<b></b>x", "x", []),
    ('<b class="x" id=y>x</b>', "x", [("bold", 0, 1, "")]),
]

MARKDOWN_CASES: list[tuple[str, str, list[tuple[str, int, int, str]]]] = [
    (
        "*bold* _it_ __un__ ~st~",
        "bold it un st",
        [("bold", 0, 4, ""), ("italic", 5, 2, ""), ("underline", 8, 2, ""), ("strikethrough", 11, 2, "")],
    ),
    ("||x|| `a*b`", "x a*b", [("spoiler", 0, 1, ""), ("code", 2, 3, "")]),
    ("```py\nx\n```", "x\n", [("pre", 0, 2, "py")]),
    ("[y](https://x.org/a\\)b)", "y", [("text_link", 0, 1, "https://x.org/a)b")]),
    ("1\\. x\\!", "1. x!", []),
    (">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 3, "")]),
    ("*a _b_*", "a b", [("bold", 0, 3, ""), ("italic", 2, 1, "")]),
    ("![x](tg://emoji?id=5)", "x", [("custom_emoji", 0, 1, "5")]),
]


def shown(parsed: Formatted) -> tuple[str, list[tuple[str, int, int, str]]]:
    return parsed.text, [(e.type, e.offset, e.length, e.argument) for e in parsed.entities]


@pytest.mark.parametrize(("source", "text", "entities"), HTML_CASES)
def test_html_is_read_as_telegram_reads_it(
    source: str, text: str, entities: list[tuple[str, int, int, str]]
) -> None:
    assert shown(parse_html(source)) == (text, entities)


@pytest.mark.parametrize(("source", "text", "entities"), MARKDOWN_CASES)
def test_markdown_is_read_as_telegram_reads_it(
    source: str, text: str, entities: list[tuple[str, int, int, str]]
) -> None:
    assert shown(parse_markdown_v2(source)) == (text, entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("  x  ", "x", []),
        ("  <b>x</b>  ", "x", [("bold", 0, 1, "")]),
        ("<b>  x  </b>", "  x", [("bold", 0, 3, "")]),
        ("x <b> </b>", "x", []),
        (
            "go /check now, and/or https://x.org",
            "go /check now, and/or https://x.org",
            [("bot_command", 3, 6, ""), ("url", 22, 13, "")],
        ),
        ("痛みが出たら、/check で", "痛みが出たら、/check で", [("bot_command", 7, 6, "")]),
        ("は/check a/b //c /d/e", "は/check a/b //c /d/e", []),
        ("<code>/check</code>", "/check", [("code", 0, 6, "")]),
        ("a\r\nb\u2028\x07c", "a\nb c", []),
    ],
)
def test_a_text_is_trimmed_cleaned_and_searched(
    source: str, text: str, entities: list[tuple[str, int, int, str]]
) -> None:
    assert shown(formatted(source, "HTML", None)) == (text, entities)


def test_no_more_than_a_hundred_entities_are_kept() -> None:
    assert len(formatted("<b>x</b> " * 150, "HTML", None).entities) == 100


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("<b>x</b> & y", "<b>x</b> &amp; y"),
        ("a <i>b <u>c</u></i>", "a <i>b <u>c</u></i>"),
        ("😀<s>x</s>", "😀<s>x</s>"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        (
            '<a href="https://x.org/&quot;onclick=">y</a>',
            '<a href="https://x.org/&quot;onclick=" target="_blank" rel="noopener noreferrer">y</a>',
        ),
    ],
)
def test_the_page_gets_safe_markup(source: str, page: str) -> None:
    assert to_html(parse_html(source)) == page


def test_a_dangerous_link_from_entities_stays_text() -> None:
    link = Entity("text_link", 0, 1, "javascript:alert(1)")
    assert to_html(Formatted("x", (link,))) == "x"


class Tags(HTMLParser):
    """Collects tags, attributes and text as a browser would see them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


TYPES = [
    "bold",
    "italic",
    "code",
    "pre",
    "text_link",
    "url",
    "spoiler",
    "bot_command",
    "blockquote",
    "nonsense",
]
ALLOWED_TAGS = {"b", "i", "u", "s", "code", "pre", "blockquote", "span", "button", "a"}
ALLOWED_ATTRIBUTES = {"class", "tabindex", "type", "data-command", "href", "target", "rel"}
HOSTILE = st.text(alphabet="<>&\"'/ab😀=\n", max_size=40)


@st.composite
def formatted_texts(draw: st.DrawFn) -> Formatted:
    """A hostile text with any entities on it, overlapping ones too; none cuts a character."""
    text = draw(HOSTILE)
    index = st.integers(0, len(text))
    entities = []
    for kind, begin, end, argument in draw(
        st.lists(st.tuples(st.sampled_from(TYPES), index, index, HOSTILE), max_size=6)
    ):
        if begin < end:
            offset = utf16_length(text[:begin])
            entities.append(Entity(kind, offset, utf16_length(text[:end]) - offset, argument))
    return Formatted(text, tuple(entities))


@given(formatted_texts())
def test_whatever_the_entities_only_known_markup_and_the_whole_text_come_out(shown: Formatted) -> None:
    browser = Tags()
    browser.feed(to_html(shown))
    browser.close()
    assert browser.tags <= ALLOWED_TAGS
    assert browser.attributes <= ALLOWED_ATTRIBUTES
    assert browser.text == shown.text


@given(st.text(alphabet="<>/b i&;#a=\"'\0x", max_size=60))
def test_any_html_is_either_read_or_refused_in_telegrams_words(source: str) -> None:
    assert_read_or_refused(parse_html, clean(source))


@given(st.text(alphabet="*_~|`[]()!>\\x\n ", max_size=60))
def test_any_markdown_is_either_read_or_refused_in_telegrams_words(source: str) -> None:
    assert_read_or_refused(parse_markdown_v2, source)


def assert_read_or_refused(parse: Callable[[str], Formatted], source: str) -> None:
    refusal = ""
    try:
        parsed = parse(source)
    except RefusalError as refused:
        refusal = refused.description
    if refusal:
        assert refusal.startswith("Bad Request: can't parse entities: ")
    else:
        assert all(e.end <= utf16_length(parsed.text) for e in parsed.entities)


@given(st.text(max_size=60))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(clean(text))).text == clean(text)


def test_found_commands_do_not_disturb_other_entities() -> None:
    bold = Entity("bold", 0, 8)
    found = with_found(Formatted("go /help", (bold,)))
    assert [e.type for e in found.entities] == ["bold", "bot_command"]
