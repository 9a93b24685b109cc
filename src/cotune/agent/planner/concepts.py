"""What people call the things that columns are named after: a small thesaurus, and abbreviations."""

from __future__ import annotations

import re
from functools import cache

_CONCEPTS: tuple[tuple[str, str], ...] = (
    (
        "price prices cost costs value charge charges fare premium amount",
        (
            r"price\w*|cost\w*|worth|value[ds]?|sell(?:ing)? for|go(?:es)? for|fetch\w*|"
            r"expensive|how much|pay for|preis\w*|kostet|wert|teuer|prix|valeur|coute\w*|"
            r"precios?|valor|cuesta"
        ),
    ),
    (
        "churn churned attrition attrited exited cancel cancelled canceled left leaving turnover",
        (
            r"churn\w*|resign\w*|give notice|cancel\w*|leav(?:e|es|ing)|left us|quit\w*|attrition|walk away|defect\w*|"
            r"stay with|unsubscrib\w*|kundig\w*|abwander\w*|verlass\w*|resili\w*|quitt\w*|"
            r"part(?:ir|ent)|abandon\w*|(?:dan|dar\w*) de baja|cancelar\w*"
        ),
    ),
    (
        "default defaulted delinquent nonpayment paid repaid charged",
        (
            r"default\w*|not (?:be able to )?pay|repay\w*|pay back|paid back|bankrupt\w*|"
            r"delinquen\w*|insolven\w*|zahlungsausfall|ausfall\w*|zuruckzahl\w*|rembours\w*|"
            r"defaut|impag\w*"
        ),
    ),
    (
        "survived survival survive alive died dead death mortality",
        (
            r"surviv\w*|die[sd]?|dying|death|dead|alive|mortal\w*|uberleb\w*|gestorben|surve\w*|"
            r"survecu|mort\w*|sobreviv\w*|muer\w*"
        ),
    ),
    (
        "fraud fraudulent isfraud scam",
        r"fraud\w*|scam\w*|swindle\w*|cheat(?:s|ers)|betrug\w*|betrugs\w*|fraud\w*|estafa\w*",
    ),
    (
        "income salary wage wages earnings pay",
        (
            r"income\w*|earn\w*|salar\w*|wages?|makes? (?:over|more|above|under|less)|verdien\w*|"
            r"einkommen|gehalt\w*|revenus?|salaires?|gagn\w*|ingresos?|sueldos?|ganan?"
        ),
    ),
    ("delay delayed late lateness", r"late|lateness|delay\w*|verspat\w*|retard\w*|retras\w*"),
    ("arr arrival arrive arrived", r"arriv\w*|land(?:s|ed|ing)?|ankunft|ankomm\w*|lleg\w*"),
    ("dep departure depart departed", r"depart\w*|leav(?:e|es|ing)|take off|abflug|abfahrt|salida"),
    (
        "cnt count counts number num total demand rentals sales quantity qty volume visits trips",
        (
            r"how many|number of|count\w*|counts?|rental\w*|rentel|demand|volume|quantity|anzahl|"
            r"wie viele|combien de|nombre|cuant[oa]s|numero|cantidad|ausleih\w*|vermiet\w*"
        ),
    ),
    (
        "diagnosis disease cancer malignant",
        (
            r"diagnos\w*|disease\w*|sick\w*|ill(?:ness)?|cancer\w*|malignan\w*|benign\w*|"
            r"tumou?rs?|krank\w*|maladie\w*|malade\w*|enferm\w*"
        ),
    ),
    ("diabetes diabetic outcome class target", r"diabet\w*"),
    ("sex gender", r"sex|gender|male|female|man or (?:a )?woman|men or women|geschlecht|sexe|sexo|genero"),
    ("spam ham junk", r"spam\w*|junk|phishing"),
    (
        "deposit subscribed subscribe response converted conversion purchase bought buy click clicked y",
        (
            r"subscri\w*|sign up|convert\w*|buy\w*|bought|purchas\w*|respond\w*|click\w*|"
            r"abschliess\w*|kauf\w*|ach(?:et|at)\w*|compr\w*"
        ),
    ),
    (
        "quality rating score grade stars",
        r"how good|quality|rating\w*|scores?|stars?|grad(?:e|es|ing)|qualitat|qualite|calidad|nota|note",
    ),
    ("age years old", r"how old|age[sd]?|alter|wie alt|quel age|que edad|edad"),
    (
        "duration length los time minutes hours",
        r"how long|duration|wie lange|dauer|combien de temps|duree|cuanto (?:tiempo|dura)|duracion",
    ),
    ("distance km miles mileage", r"how far|distance|wie weit|entfernung|distancia"),
    ("weight mass kg wt grams", r"how heavy|weigh\w*|heav\w*|gewicht|wie schwer|poids|peso|pesan?"),
    ("height tall ht", r"how tall|tall|height|grosse|wie gross|taille|altura|estatura"),
    ("temperature temp", r"how (?:hot|warm|cold)|temperatur\w*|warm|kalt|heiss"),
    (
        "mpg consumption fuel economy efficiency",
        r"mileage|fuel (?:use|economy|consumption|efficiency)|miles per gallon|verbrauch|thirsty|consomm\w*|consumo",
    ),
    (
        "species type kind variety class",
        (
            r"species|which (?:flower|plant|tree|animal|bird|fish|insect)|which kind|what kind|"
            r"variet\w*|art|espece|especie"
        ),
    ),
    ("approved approval accepted status granted", r"approv\w*|accept\w*|grant\w*|genehmig\w*|accord\w*|aprob\w*"),
    ("rate interest", r"interest|zins\w*|interet|interes"),
    ("medv median house value price", r"house (?:prices?|values?)|home (?:prices?|values?)|hauspreis\w*"),
    ("rain rainfall precipitation", r"rain\w*|regn?et|regen|pleu\w*|pluie|lluvia|llov\w*"),
    ("readmitted readmission", r"readmi\w*|c[oa]mes? back(?: to (?:the )?hospital)?|wiederaufnahme|readmis\w*"),
    ("stroke", r"strokes?|schlaganfall|avc|derrame"),
    (
        "attack heart disease chd",
        r"heart (?:disease|attack|failure|trouble)|herz\w*|cardia\w*|infarct\w*|coronary",
    ),
)
_CONCEPT_PATTERNS = tuple(
    (frozenset(names.split()), re.compile(rf"(?<= )(?:{words})(?= )")) for names, words in _CONCEPTS
)
_SHORT_FORMS = {
    "qty": "quantity", "amt": "amount", "num": "number", "yr": "year", "mo": "month", "hr": "hour",
    "temp": "temperature", "dist": "distance", "avg": "average", "pct": "percent", "wt": "weight", "ht": "height",
    "addr": "address", "dob": "birth",
    "prob": "probability", "med": "median", "tot": "total", "int": "interest", "emp": "employment", "bal": "balance",
    "acct": "account", "cust": "customer", "dur": "duration", "los": "stay", "hp": "horsepower", "cyl": "cylinders",
    "sqft": "area", "rooms": "room", "lvl": "level", "cat": "category", "desc": "description", "exp": "experience",
}  # fmt: skip


def concepts_in(text: str) -> list[tuple[frozenset[str], re.Match[str]]]:
    """The concepts that a text speaks of: the name words that go with each, and where it stands."""
    return [(names, m) for names, pattern in _CONCEPT_PATTERNS for m in pattern.finditer(text)]


@cache
def stands_for(part: str, word: str) -> bool:
    """Whether a part of a column's name is short for a word: `cnt` for count, `dep` for departure."""
    if part == word or len(word) < 4 or not part.isalpha():
        return False
    if _SHORT_FORMS.get(part) == word:
        return True
    if len(part) >= 3 and word.startswith(part) and len(word) - len(part) >= 2:
        return True
    skeleton = word[0] + "".join(c for c in word[1:] if c not in "aeiouy")
    return len(part) >= 2 and part == skeleton
