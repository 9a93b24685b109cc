"""A goal as a row of items that remember where they stand in the person's own words.

Later steps replace items (a column's name, a duration, a model family) by marks such as ``<c3>`` or ``<t300>``; the
grammar is then written as regular expressions over the row's text, and every match leads back to the goal's own words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

_SENTENCE_END = re.compile(r"[.!?;\n]")
SENTENCE = re.compile(r"(?:\([^()]*\)|[^.!?\n]|(?<=\d)\.(?=\d)|[.!](?= (?:but|however|aber|mais|pero) ))+")
"""A sentence that begins with `but` belongs to the one before."""
STATEMENT = re.compile(r"[^.!?;\n]+")
"""What is said of one thing ends at a semicolon too."""
_FEWEST_WORDS = 4


class Item(NamedTuple):
    """A word, number, sign or mark; `start` and `end` are positions in the goal."""

    text: str
    start: int
    end: int


class Phrase:
    """A row of items over one goal. Immutable: each step makes a new one.

    `aside` are stretches of the goal that ask for nothing: told of others or of the past, or read as something else.
    """

    def __init__(self, raw: str, items: Iterable[Item], aside: Iterable[tuple[int, int]] = ()) -> None:
        self.raw = raw
        self.items = tuple(items)
        self.aside = tuple(aside)

    @cached_property
    def text(self) -> str:
        """The items, each with one blank on both sides."""
        return " " + " ".join(i.text for i in self.items) + " "

    @cached_property
    def folded(self) -> str:
        """The goal in lower case without accents."""
        return folded(self.raw)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 1
        for item in self.items:
            starts.append(at)
            at += len(item.text) + 1
        return tuple(starts)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(at + len(item.text) for item, at in zip(self.items, self._starts, strict=True))

    def words(self, start: int, end: int) -> str:
        """The goal's own words behind text[start:end]."""
        return self.raw[slice(*self._behind(start, end))]

    def _behind(self, start: int, end: int) -> tuple[int, int]:
        """Where in the goal the items of text[start:end] stand."""
        hit = [i for i, at in zip(self.items, self._starts, strict=True) if at < end and at + len(i.text) > start]
        return (hit[0].start, hit[-1].end) if hit else (0, 0)

    def leaving(self, spans: Iterable[tuple[int, int]]) -> Phrase:
        """The phrase with these stretches of its text aside, too."""
        return Phrase(self.raw, self.items, (*self.aside, *(self._behind(*span) for span in spans)))

    def is_aside(self, at: int) -> bool:
        """Whether the item at text[at], or after the blank there, asks for nothing."""
        item = next(iter(self.items[bisect_right(self._ends, at) :]), None)
        return item is not None and any(start <= item.start < end for start, end in self.aside)

    def place(self, at: int) -> int:
        """Where the item at text[at] stands in the goal."""
        return next(item.start for item, start in zip(self.items, self._starts, strict=True) if start == at)

    def spelled_out(self, start: int, end: int, marks: Container[str] | None = None) -> str:
        """text[start:end] with the goal's own words instead of these marks (None: of all marks of columns)."""
        hit = [i for i, at in zip(self.items, self._starts, strict=True) if start <= at < end]
        plain = [i.text[:2] in ("<c", "<d") if marks is None else i.text in marks for i in hit]
        return f" {' '.join(self.folded[i.start : i.end] if p else i.text for i, p in zip(hit, plain, strict=True))} "

    def narrowest(self, start: int, end: int, says: Callable[[str], bool]) -> tuple[int, int]:
        """The shortest run of comma-separated pieces of text[start:end], in the goal's words, that still says it."""
        cuts = [start, *(start + m.end() - 1 for m in re.finditer(r" , ", self.text[start:end])), end]
        for n in range(1, len(cuts) - 1):
            for left, right in zip(cuts, cuts[n:], strict=False):
                if says(self.spelled_out(left, right)):
                    return left, right
        return start, end

    def found(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        return list(pattern.finditer(self.text))

    def said(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """What is found and not aside."""
        return [match for match in self.found(pattern) if not self.is_aside(match.start())]

    def stretches(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """The bounds of what is found, each from where it isn't aside."""
        bounds = []
        for match in self.found(pattern):
            inside = (at for at in self._starts if match.start() <= at < match.end())
            start = next((at - 1 for at in inside if not self.is_aside(at)), None)
            if start is not None:
                bounds.append((start, match.end()))
        return bounds

    def clause(self, at: int, ends: re.Pattern[str] = _SENTENCE_END) -> tuple[int, int]:
        """The bounds of the stretch around text[at] that no item matching `ends` interrupts."""
        left, right = 0, len(self.text)
        for item, start in zip(self.items, self._starts, strict=True):
            if ends.fullmatch(item.text):
                if start < at:
                    left = start + len(item.text)
                elif start >= at:
                    right = start
                    break
        return left, right

    def replaced(self, rewrite: Callable[[Sequence[Item], int], tuple[Item, int] | None]) -> Phrase:
        """A new phrase: `rewrite(items, i)` gives an item instead of the n items from i on, or None to keep item i."""
        out: list[Item] = []
        i = 0
        while i < len(self.items):
            new = rewrite(self.items, i)
            out.append(self.items[i] if new is None else new[0])
            i += 1 if new is None else max(new[1], 1)
        return Phrase(self.raw, out, self.aside)

    def marked(self, pattern: re.Pattern[str], mark: Callable[[re.Match[str]], str | None]) -> Phrase:
        """A new phrase: the items of each match become one with the text that `mark` gives (None: as it was)."""
        marks = {}
        for match in pattern.finditer(self.text):
            text = mark(match)
            hit = [k for k, at in enumerate(self._starts) if match.start() <= at < match.end()]
            if text is not None and hit:
                marks[hit[0]] = (len(hit), text)
        return self.replaced(lambda items, i: merged(items, i, *marks[i]) if i in marks else None)


def sentences_to_read(phrase: Phrase, sentence: re.Pattern[str] = SENTENCE) -> list[tuple[int, int]]:
    """The bounds of the sentences of four words and more that aren't aside."""
    return [m.span() for m in phrase.said(sentence) if len(m.group().split()) >= _FEWEST_WORDS]


def sentences_beginning(phrase: Phrase, words: str) -> list[tuple[int, int]]:
    """The bounds of the sentences that begin with these words of the goal; none for no words."""
    spans = [m.span() for m in phrase.found(SENTENCE)] if words else []
    return [span for span in spans if phrase.words(*span).strip().startswith(words)]


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(text.split())


def folded(text: str) -> str:
    """Lower case without accents, of the same length as `text`."""
    return "".join(_fold(c) for c in text)


def _fold(char: str) -> str:
    if char in "\u2019\u2018\u02bc`\u00b4":
        return "'"
    if char == "\u00df":
        return "s"
    if char in "\u00bd\u00bc\u00be":
        return char
    base = unicodedata.normalize("NFKD", char)[:1].lower()
    return base if len(base) == 1 else char


def merged(items: Sequence[Item], i: int, n: int, text: str) -> tuple[Item, int]:
    """An item with `text` in the place of the n items from i on."""
    return Item(text, items[i].start, items[i + n - 1].end), n
