"""Made-up names for what a language model must not read, and the way back from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_LONGEST_NAME = 60
_SHORTEST_LOOSE = 3
_FEWEST_WORDS = 3
_MARKUP = re.compile(r"https?:|javascript:|data:|!\[|\]\(|</?[a-z]|```|\bsystem\s*:|\bcurl\b", re.IGNORECASE)
_ORDERS = re.compile(
    r"\b(?:ignor\w*|disregard|forget|override|bypass|oublie\w*|vergiss|olvida) .*\b(?:previous|above|earlier|all|rules?"
    r"|instructions?|policy|prompt|regeln?|anweisung\w*|consignes?|instruccion\w*|reglas?|règles?)\b"
    r"|\b(?:you|assistant|agent) (?:are|must|should|will|shall|need|now|have)\b"
    r"|\b(?:unseal|reveal|print|send|show|approve|execute|start|run|call|open|leak|upload|delete)\b.*\b(?:keys?|holdout"
    r"|secrets?|passwords?|tokens?|cards?|prompt|env|environment|gpu|tools?|hours?|sealed|command)\b"
    r"|\b(?:system prompt|new instructions?|instructions?|act as|jailbreak)\b"
)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_BETWEEN = r"[\s_.\-]*"
_OTHER_NUMBERS = tuple(
    (re.compile(ending, re.IGNORECASE), other)
    for ending, other in (
        (r"(?<![\W\d_s])\Z", "s"),
        (r"([sxz]|[cs]h)\Z", r"\1es"),
        (r"y\Z", "ies"),
        (r"e\Z", "en"),
        (r"(?<!s)s\Z", ""),
        (r"([sxz]|[cs]h)es\Z", r"\1"),
        (r"ies\Z", "y"),
        (r"en\Z", "e"),
    )
)
_SPAN = re.compile(r"(?:sec|second|min|minute|hr|hour|day|sekunde|stunde|heure|minuto|hora)[ns]?")


def is_plain(name: str) -> bool:
    """Whether a name may be read by a model and be shown as a name: short, without odd characters, and no order."""
    if len(name) > _LONGEST_NAME or any(_is_odd(c) for c in name):
        return False
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", name).casefold())
    gives_orders = len(words.split()) >= _FEWEST_WORDS and _ORDERS.search(words)
    return not _MARKUP.search(name) and not gives_orders


def _is_odd(character: str) -> bool:
    """Control, format (bidi, zero-width), private and unassigned characters, and line ends."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


class Aliases:
    """The names of a table's columns as a model sees them. Only this side of the wire knows which is which."""

    def __init__(self, names: Iterable[str], *, hides_all: bool) -> None:
        names = tuple(names)
        self._stem = _free_stem(names)
        self._alias = {n: f"{self._stem}_{k}" for k, n in enumerate(names, 1) if hides_all or not is_plain(n)}
        self._real = {alias: name for name, alias in self._alias.items()}
        loose = {name: alias for name, alias in self._alias.items() if _is_loose(name)}
        loose |= _in_other_number(loose, names)
        self._loose = {spelled: _fold(spelled) for spelled in loose}
        self._folded = {self._loose[spelled]: alias for spelled, alias in loose.items()}
        self._written = {written: alias for name, alias in self._alias.items() for written in _writings(name)}

    def shown(self, name: str) -> str:
        return self._alias.get(name, name)

    def real(self, name: str) -> str:
        """The table's own name behind one that a model used; unknown names stay as they are."""
        return self._real.get(name, name)

    def hidden(self, text: str) -> str:
        """A text without the names that have an alias; also where people write them with other case or spaces, or in
        another number."""
        squeezed = _fold(text)
        found = [(w, _bounded(re.escape(w), w)) for w in self._written if w in text]
        found += [(w, _in_any_writing(w)) for w, folded in self._loose.items() if folded in squeezed]
        if not found:
            return text
        patterns = [pattern for _, pattern in sorted(found, key=lambda one: len(one[0]), reverse=True)]
        return re.sub("|".join(patterns), lambda found: self._alias_of(found[0]), text)

    def restored(self, text: str) -> str:
        """A model's text for people: aliases are names again, but those of names that are no names."""

        def name_of(found: re.Match[str]) -> str:
            name = self._real.get(found[0], found[0])
            return name if is_plain(name) else found[0]

        return re.sub(rf"\b{self._stem}_\d+\b", name_of, text)

    def _alias_of(self, written: str) -> str:
        return self._written.get(written) or self._folded[_fold(written)]


class Labels:
    """The category labels that a model may see, with made-up ones for those that are no plain words; and `kept`, those
    that it may not."""

    def __init__(self, labels: Mapping[str, Iterable[str]], aliases: Aliases, kept: Iterable[str] = ()) -> None:
        self._kept = sorted(set(kept).difference(*labels.values()), key=len, reverse=True)
        self._shown = {
            column: [
                label if is_plain(label) else f"{aliases.shown(column)}_label_{k}" for k, label in enumerate(of, 1)
            ]
            for column, of in labels.items()
        }
        pairs = [(s, r) for c, of in labels.items() for s, r in zip(self._shown[c], of, strict=True)]
        self._real = {shown: real for shown, real in pairs if shown != real}

    def of(self, column: str) -> list[str] | None:
        return self._shown.get(column)

    def real(self, label: str) -> str:
        return self._real.get(label, label)

    def hidden(self, text: str) -> str:
        """A text without the labels that are kept; a short one or a number goes only where it is quoted."""
        found = [label for label in self._kept if label in text]
        patterns = [
            _bounded(re.escape(n), n) if _is_telling(n) else rf"(?<=['\"]){re.escape(n)}(?=['\"])" for n in found
        ]
        return re.sub("|".join(patterns), "(a label)", text) if patterns else text


def _free_stem(names: tuple[str, ...]) -> str:
    """`column`, or a longer word where the table has such names itself."""
    stem = "column"
    while any(name.casefold().startswith(f"{stem}_") for name in names):
        stem = f"x{stem}"
    return stem


def _fold(name: str) -> str:
    """All writings of a name as one; a Turkish i is one to `re.IGNORECASE`, too."""
    return "".join(_PARTS.findall(name)).casefold().replace("i\u0307", "i").replace("\u0131", "i")


def _is_loose(name: str) -> bool:
    """Whether other writings of a name are surely meant as the name: it is of letters and digits, and not too short."""
    return len(_fold(name)) >= _SHORTEST_LOOSE and not re.search(r"[^\w\s.\-]", name)


def _in_other_number(aliases: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The plurals and singulars of names, rather too many than too few; none that is a name itself, or that more likely
    says how long a search may take."""
    taken = set(map(_fold, names))
    others = {
        ending.sub(other, name): alias
        for name, alias in aliases.items()
        for ending, other in _OTHER_NUMBERS
        if ending.search(name)
    }
    return {
        other: alias
        for other, alias in others.items()
        if _is_loose(other) and _fold(other) not in taken and not _SPAN.fullmatch(_fold(other))
    }


def _in_any_writing(name: str) -> str:
    """Whole words only, in whatever case and with whatever is put between them."""
    return f"(?i:(?<!\\w){_BETWEEN.join(map(re.escape, _PARTS.findall(name)))}(?!\\w))"


def _is_telling(label: str) -> bool:
    return len(label) >= _SHORTEST_LOOSE and re.search(r"[^\W\d_]", label) is not None


def _writings(name: str) -> set[str]:
    """The name as it is, and as Python and JSON would quote it."""
    return {name, repr(name)[1:-1], name.replace('"', '\\"')}


def _bounded(pattern: str, written: str) -> str:
    """Whole words only, where the name begins or ends with one."""
    before = r"(?<!\w)" if re.match(r"\w", written) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", written) else ""
    return f"{before}{pattern}{after}"
