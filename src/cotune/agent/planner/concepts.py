"""What people call the things that columns are named after: a small thesaurus, and abbreviations."""

from __future__ import annotations

import re
from functools import cache

_CONCEPTS: tuple[tuple[str, str], ...] = (
    (
        "price prices cost costs value charge charges fare fee fees premium amount medv saleprice msrp expenses",
        (
            r"price\w*|cost\w*|worth|value[ds]?|sell(?:ing)? for|go(?:es)? for|fetch\w*|expensive|how much|pay for"
            r"|preis\w*|kostet|wert|teuer|prix|valeur|vaut|valent|vale|valen|coute\w*|precios?|valor|cuesta"
        ),
    ),
    (
        "churn churned attrition attrited exited cancel cancelled canceled cancellation left leaving turnover quit",
        (
            r"churn\w*|resign\w*|give notice|cancel\w*|annul\w*|anul\w*|stornier\w*|absag\w*|leav(?:e|es|ing)|left us"
            r"|quit\w*|attrition|walk away|defect\w*|stay with|unsubscrib\w*|kundig\w*|abwander\w*|verlass\w*|resili\w*"
            r"|quitt\w*|part(?:ir|ent)|abandon\w*|(?:dan|dar\w*) de baja|cancelar\w*|se (?:van|iran|va|ira|marchan?)"
            r"|(?:van|va) a (?:irse|dejar(?:nos)?)"
        ),
    ),
    (
        "default defaulted delinquent nonpayment paid repaid charged",
        (
            r"default\w*|not (?:be able to )?pay|repay\w*|pay back|paid back|bankrupt\w*|delinquen\w*|insolven\w*"
            r"|zahlungsausfall|ausfall\w*|zuruckzahl\w*|rembours\w*|defaut|impag\w*|zahlt(?: \S+){0,2} nicht"
            r"|nicht (?:be)?zahl\w*|ne paie(?:ra)? pas|no pagar\w*"
        ),
    ),
    (
        "survived survival survive alive died dead death mortality",
        (
            r"surviv\w*|die[sd]?|dying|death|dead|alive|mortal\w*|uberleb\w*|gestorben|surve\w*|survecu|mort\w*"
            r"|sobreviv\w*|muer\w*"
        ),
    ),
    (
        "fraud fraudulent isfraud scam",
        r"fraud\w*|scam\w*|swindle\w*|cheat(?:s|ers)|betrug\w*|betrugs\w*|fraud\w*|estafa\w*",
    ),
    (
        "income salary wage wages earnings pay",
        (
            r"income\w*|earn\w*|pay (?:him|her|them)|paid|salar\w*|wages?|makes? (?:over|more|above|under|less)"
            r"|verdien\w*|einkommen|gehalt\w*|revenus?|salaires?|gagn\w*|ingresos?|sueldos?|ganan?"
        ),
    ),
    ("delay delayed late lateness", r"late|lateness|delay\w*|(?:im )?verzug|verspat\w*|retard\w*|retras\w*"),
    ("arr arrival arrive arrived eta", r"arriv\w*|land(?:s|ed|ing)?|ankunft|ankomm\w*|lleg\w*"),
    ("dep departure depart departed", r"depart\w*|leav(?:e|es|ing)|take off|abflug|abfahrt|salida"),
    (
        "cnt count counts number num total demand rentals sales quantity qty volume visits trips",
        (
            r"how many|number of|count\w*|counts?|rental\w*|rentel|demand|volume|quantity|anzahl|wie viele|combien de"
            r"|nombre|cuant[oa]s|numero|cantidad|ausleih\w*|vermiet\w*"
        ),
    ),
    (
        "diagnosis disease cancer malignant",
        (
            r"diagnos\w*|disease\w*|sick\w*|ill(?:ness)?|cancer\w*|malignan\w*|benign\w*|tumou?rs?|krank\w*|maladie\w*"
            r"|malade\w*|enferm\w*"
        ),
    ),
    ("diabetes diabetic outcome class target", r"diabet\w*"),
    ("sex gender", r"sex|gender|male|female|man or (?:a )?woman|men or women|geschlecht|sexe|sexo|genero"),
    ("spam ham junk", r"spam\w*|junk|phishing"),
    (
        "deposit subscribed subscribe response converted conversion purchase bought buy click clicked y",
        (
            r"subscri\w*|sign up|conver(?:t|sion)\w*|buy\w*|bought|purchas\w*|respond\w*|click\w*|abschliess\w*|kauf\w*"
            r"|ach(?:et|at)\w*|compr\w*"
        ),
    ),
    (
        "quality rating score grade stars",
        r"how good|quality|rat(?:ing\w*|e[sd]?)|scores?|stars?|popular\w*|grad(?:e|es|ing)|qualitat|qualite|calidad"
        r"|nota|note",
    ),
    ("age years old", r"how old|age[sd]?|alter|wie alt|quel age|que edad|edad"),
    (
        "duration los time days hours minutes stay",
        r"how long (?:will|does|do|did|would|must) (?:\w+ ){1,4}(?:stay|wait|take|remain|need)",
    ),
    (
        "duration length los time minutes hours",
        r"how long(?! (?:will|does|do|did|would|must) (?:\w+ ){1,4}(?:stay|wait|take|remain|need))|duration|wie lange"
        r"|dauer|combien de temps|duree|cuanto (?:tiempo|dura)|duracion",
    ),
    ("distance km miles mileage", r"how far|distance|wie weit|entfernung|distancia"),
    ("weight mass kg wt grams", r"how heavy|weigh\w*|heav\w*|gewicht|wie schwer|poids|pes(?:e[sr]?|o|an?)"),
    ("height tall ht", r"how tall|tall|height|grosse|wie gross|taille|altura|estatura"),
    ("temperature temp", r"how (?:hot|warm|cold)|temperatur\w*|warm|kalt|heiss"),
    (
        "mpg consumption fuel economy efficiency",
        r"mileage|fuel (?:use|economy|consumption|efficiency)|miles per gallon|verbrauch|thirsty|consomm\w*|consumo",
    ),
    (
        "species type kind variety class",
        (
            r"species|which (?:flower|plant|tree|animal|bird|fish|insect)|which kind|what kind|variet\w*|art|espece"
            r"|especie"
        ),
    ),
    ("approved approval accepted status granted", r"approv\w*|accept\w*|grant\w*|genehmig\w*|accord\w*|aprob\w*"),
    ("rate interest", r"interest|zins\w*|interet|interes"),
    ("medv median house value price", r"house (?:prices?|values?)|home (?:prices?|values?)|hauspreis\w*"),
    ("rain rainfall precipitation", r"rain\w*|regn?et|regen|pleu\w*|pluie|lluvia|llov\w*"),
    ("readmitted readmission", r"readmi\w*|c[oa]mes? back(?: to (?:the )?hospital)?|wiederaufnahme|readmis\w*"),
    (
        "premie premature preterm prematurity",
        r"prematur\w*|too (?:early|soon)|pre ?term|early birth|fruhgeburt\w*|frueh\w*",
    ),
    ("bill beak culmen", r"beaks?|bills?|schnabel\w*|bec|pico"),
    ("status class risk creditability", r"credit ?worth\w*|kreditwurd\w*|solvent|solvabl\w*|credit risk"),
    ("rent rental lease", r"rents?|rented|cost per month|monthly (?:rent|cost)|miet[ep]\w*|loyers?|alquiler\w*"),
    ("monthly month", r"(?:per|each|every|a) month|monatlich|pro monat|par mois|al mes"),
    ("homeworld planet", r"planets?|home ?world"),
    ("tomorrow", r"tomorrow|next day|manana|morgen|demain"),
    ("tip tips tipped gratuity", r"tip(?:s|ped|ping)?|gratuity|trinkgeld|pourboire|propina"),
    ("bmi obese obesity overweight", r"bmi|obes\w*|overweight|ubergewicht\w*|obesite|obesidad"),
    ("glucose sugar glyhb", r"glucose|blood sugar|blutzucker|glycemie|glucemia"),
    ("chol cholesterol ldl", r"cholesterol\w*|cholesterin"),
    ("bp pressure systolic sbp trestbps", r"blood pressure|blutdruck|tension arterielle|presion arterial"),
    ("strength compressive", r"strength|strong|festigkeit|resistance|resistencia"),
    ("yield harvest crop", r"yield|harvest\w*|crop|ernte\w*|ertrag|rendement|recolte|cosecha"),
    (
        "load demand consumption power energy electricity kwh",
        r"energy|electricity|power|load|strom\w*|consumption|stromverbrauch",
    ),
    (
        "grade gpa marks mark g3 score points exam",
        r"marks?|scores?|points?|punkte\w*|puntos|final grade|grades?|exam\w*|gpa|noten?|schulnote\w*|nota",
    ),
    ("pass passed fail failed result", r"pass(?:es|ed)?|flunk\w*|bestehen|besteht|reussi\w*|aprueb\w*"),
    ("admit admitted admission accepted", r"admi(?:t|ts|tted|ssion)|zugelassen|aufgenommen|admis\w*"),
    (
        "placed placement hired job",
        r"hired?|get a job|job offer|placement|eingestellt|einstell\w*|embauch\w*|recrut\w*|contrat\w*",
    ),
    (
        "failure failed fail broken breakdown defect defective faulty fault",
        (
            r"fail\w*|break(?:s|ing)?(?: down)?|breakdown\w*|broken|defect\w*|faulty?|malfunction\w*|ausfall\w*"
            r"|kaputt\w*|defekt\w*|panne\w*|averi\w*|fall[ao]s?"
        ),
    ),
    ("downtime outage idle", r"downtime|down time|stillstand\w*|standzeit|outage|arret"),
    ("class type edible poisonous", r"edible|poisonous|toxic|giftig|essbar|comestible\w*|venenos\w*|veneneus\w*"),
    ("vote voted voter party votetrump", r"vot(?:e[ds]?|ing|er|ers)|elect\w*|wahl\w*|wahlt|elige"),
    ("smoker smoking smokes smoke habit", r"smok\w*|raucher\w*|raucht|fum\w*"),
    ("crime crim crimes", r"crimes?|criminality|kriminalitat"),
    ("pop population inhabitants", r"population|inhabitants|einwohner|people live|poblacion|habitants"),
    ("injury severity injured injseverity harm", r"injur\w*|hurt|severity|wounded|verletz\w*|bless\w*|herid\w*"),
    (
        "manufacturer brand make maker company",
        r"manufacturer|brand|maker|hersteller|marke|fabricant|marque|marca|who (?:built|made|makes)",
    ),
    ("country origin nationality", r"country|nationality|come from|comes from|land|herkunft|pays|pais"),
    ("color colour", r"colou?rs?|farbe|couleur|color"),
    (
        "revenue sales turnover gross earnings profit",
        r"revenue|turnover|sales|takings|profit\w*|umsatz|chiffre d' affaires|ventas|ingresos",
    ),
    ("charges expenses claim claims medical", r"medical (?:costs?|bills?)|claims?|expenses"),
    (
        "ridership riders passengers boardings",
        r"ridership|riders?|passengers?|board(?:s|ing)?|fahrgaste?|voyageurs|pasajeros|take the train",
    ),
    ("recid recidivism reoffend", r"recidiv\w*|re ?offend\w*|ruckfall\w*"),
    ("returned return refund", r"return(?:s|ed)?|refund\w*|sent back|retour\w*|devolu\w*"),
    ("married marital marriage maritl civil", r"married|marital|verheiratet|marie[es]?|casad[oa]s?"),
    ("won win winner victory result", r"w[io]ns?|winner|victory|gewinn\w*|sieg\w*|gagne\w*|gana\w*"),
    ("job occupation profession class stem", r"job|occupation|profession|beruf|metier|profesion"),
    ("rank position place", r"rank|finish (?:first|position)|platz"),
    ("satisfaction satisfied happy", r"satisf\w*|happy|happiness|zufrieden\w*|content"),
    ("absences absence missed", r"absen\w*|miss(?:es|ed)? (?:class|school|lessons)|fehlzeit\w*|skip\w*"),
    ("enroll enrolled enrollment enrolment", r"enrol\w*|sign up"),
    ("budget", r"budget|cost to make|expensive to make"),
    ("displ displacement engine", r"engine (?:size|displacement)|displacement|hubraum|cylindree"),
    ("hwy highway", r"highway|motorway|autobahn|autoroute|autopista"),
    ("cty city", r"city|urban|town|stadt|ville|ciudad"),
    (
        "purchase purchased purchases buyer",
        r"(?:will |would |going to )buy|buy(?:s|er|ers|ing)?|purchas\w*|kauf\w*|acheter\w*|compra\w*",
    ),
    ("dead died death mortality alive", r"kill(?:s|ed)|fatal\w*|perish\w*|lethal"),
    ("bikers cnt count rentals", r"bikes?|bicycles?|cyclists?|fahrrader?n?|velos?|bicis?|bicicletas?"),
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
    "op": "operation",
}  # fmt: skip


def concepts_in(text: str) -> list[tuple[frozenset[str], re.Match[str]]]:
    """The concepts that a text speaks of: the name words that go with each, and where it stands."""
    return [(names, m) for names, pattern in _CONCEPT_PATTERNS for m in pattern.finditer(text)]


_LONG_FORMS: dict[str, list[str]] = {}
for _short, _long in _SHORT_FORMS.items():
    _LONG_FORMS.setdefault(_long, []).append(_short)


def short_forms(word: str) -> list[str]:
    """Usual abbreviations of a word: `qty` for quantity."""
    return _LONG_FORMS.get(word, [])


def long_form(part: str) -> str:
    """What a usual abbreviation stands for: `quantity` for qty; other words as they are."""
    return _SHORT_FORMS.get(part, part)


@cache
def stands_for(part: str, word: str) -> bool:
    """Whether a part of a column's name is short for a word: `cnt` for count, `dep` for departure."""
    if part == word or len(word) < 4 or not part.isalpha():
        return False
    stem = part[:-1] if part.endswith("s") and len(part) > 3 else part
    if len(stem) >= 3 and word.startswith(stem) and len(word) - len(stem) >= 2:
        return True
    skeleton = word[0] + "".join(c for c in word[1:] if c not in "aeiouy")
    if len(part) >= 2 and part == skeleton:
        return True
    return len(part) >= 3 and not set(part[1:]) & set("aeiou") and part[-1] == word[-1] and _is_inside(part, word)


def _is_inside(part: str, word: str) -> bool:
    """Whether the letters of a part stand in a word in this order: `hwy` in highway."""
    letters = iter(word)
    return all(letter in letters for letter in part)
