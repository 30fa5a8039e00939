"""The words of a note as search knows them: the same key for the same thing in French, Dutch and English. Pure.

A word of the glossary (or of `everyday.yaml`) becomes its concept; a Dutch compound is cut where both halves are
known; any other word becomes the skeleton of its stem, on which relatives in our languages meet:
"formulaire" and "formulier" are both `for.mlr`. Common little words are left out.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vises.apps.methodology.search import fold
from vises.kernel.locale import LANGUAGES
from vises.texts.stems import stem

LONGEST_TERM = 40
_WORD = re.compile(r"[^\W\d_]+|\d{2,}")
_LITTLE = {
    "fr": """a afin ai ainsi alors apres as assez au aucun aura aussi autre autres aux avait avant avec avoir avons bien
      c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de deja depuis des
      doit doivent donc dont du elle elles en encore entre es est et etait ete etes etre eu eux faire fait faut
      font fois grand il ils j je jusqu l la le les leur leurs lors lui m ma mais me meme mes mettre moi moins mon n ne
      ni nos notre nous on ont ou par parce pas peu peut peuvent plus plutot pour pourquoi qu quand que quel quelle
      quelles quels qui quoi rien s sa sans se sera ses si soit son sont sous sur t ta te tes toi ton toujours tous tout
      toute toutes tres trop tu un une va vers veut voici voila vont vos votre vous y""",
    "nl": """aan af al alle alleen als alles altijd ander andere anders ben bent bij dan dat de deze die dit doen dus
      door een eens en er erg even ga gaan gaat geen geweest had hadden heb hebben heeft hem hen het hier hij hoe hun
      iemand iets ik in is ja je jij jou jouw jullie kan kon kunnen kunt maar maakt maken me mee meer men met mij mijn
      moet moeten na naar naast net niet niets nog nu of om omdat onder ons onze ook op over s samen soms te tegen ten
      ter toch toen tot tussen u uit uw van vaak veel voor vooral waar waarom wanneer want waren was wat we weer wel
      welk welke werd werden wij wie wil willen word worden wordt ze zei zeer zelf zich zij zijn zo zoals zonder zou
      zulke""",
    "en": """a about after again all also always am an and any are as at be because been before being both but by can
      could did do does doing done down each even every few for from get gets had has have having he her here him his
      how i if in into is it its just may me more most much must my no nor not now of off on once only or other our
      out over own s same she should so some such t than that the their them then there these they this those through
      to too under up us very was we were what when where which while who whom why will with would you your""",
}
LITTLE = {language: frozenset(words.split()) for language, words in _LITTLE.items()}

# endings that a French, a Dutch and an English relative each write in their own way
_ENDINGS = re.compile(
    r"(?:eer|ati[eo]?n?|ation|atie|ering|erin|ement|isch|ique|iq|iek|ik|ical|ic|iteit|ite|ity|iti|teit)$"
)
_SOUNDS = (
    ("ph", "f"), ("th", "t"), ("qu", "k"), ("ck", "k"), ("sch", "sk"), ("x", "ks"), ("ij", "i"), ("ou", "u"),
    ("oe", "u"), ("eu", "u"), ("ie", "i"), ("y", "i"), ("w", "v"), ("z", "s"),
)  # fmt: skip


@functools.lru_cache(maxsize=1 << 16)
def skeleton(stemmed: str) -> str:
    """What is left of a stem when spelling habits are taken off: relatives in our languages share it.

    The first three letters keep their vowels, later ones lose them: relatives mostly differ there.
    """
    bare = stemmed if len(stemmed) < 7 else _ENDINGS.sub("", stemmed)
    for written, said in _SOUNDS:
        bare = bare.replace(written, said)
    bare = re.sub("c(?=[eis])", "s", bare).replace("c", "k")
    bare = re.sub(r"(.)\1+", r"\1", bare)
    tail = re.sub(r"(.)\1+", r"\1", re.sub("[aeiou]", "", bare[3:]))
    return f"{bare[:3]}.{tail}"[:12] if tail else bare[:3]


@dataclass(frozen=True)
class Lexicon:
    """Concepts by the stems of their words, per language; made by `lexicon`."""

    phrases: Mapping[str, Mapping[tuple[str, ...], frozenset[str]]]
    longest: int
    singles: Mapping[str, frozenset[str]] = field(default_factory=dict)


def lexicon(entries: Iterable[tuple[str, Mapping[str, Iterable[str]]]]) -> Lexicon:
    """A lexicon from concepts: (id, words per language)."""
    phrases: dict[str, dict[tuple[str, ...], frozenset[str]]] = {language: {} for language in LANGUAGES}
    for concept, words in entries:
        for language in LANGUAGES:
            for phrase in words.get(language, ()):
                for variant in phrase.split(","):
                    key = tuple(stem(word, language) for word in _WORD.findall(variant))
                    if key:
                        phrases[language][key] = phrases[language].get(key, frozenset()) | {concept}
    singles = {language: frozenset(key[0] for key in found if len(key) == 1) for language, found in phrases.items()}
    return Lexicon(phrases, max((len(key) for found in phrases.values() for key in found), default=1), singles)


def terms(text: str, language: str, known: Lexicon) -> frozenset[str]:
    """The keys of a text: concepts as `=id`, other words by their skeleton."""
    language = language if language in LANGUAGES else "fr"
    phrases = known.phrases[language]
    words = [word.casefold() for word in _WORD.findall(text)]
    stems = [stem(word, language) for word in words]
    found: set[str] = set()
    place = 0
    while place < len(words):
        for length in range(min(known.longest, len(words) - place), 0, -1):
            concepts = phrases.get(tuple(stems[place : place + length]))
            if concepts and (length > 1 or fold(words[place]) not in LITTLE[language]):
                found.update(f"={concept}" for concept in concepts)
                if length > 1:  # the words of a phrase also stand for themselves
                    for at in range(place, place + length):
                        found |= _single(words[at], stems[at], language, known)
                else:
                    found |= _halves(words[place], language, known)
                place += length
                break
        else:
            found |= _single(words[place], stems[place], language, known)
            place += 1
    return frozenset(term[:LONGEST_TERM] for term in found)


def _single(word: str, stemmed: str, language: str, known: Lexicon) -> set[str]:
    bare = fold(word)
    if bare in LITTLE[language] or len(bare) < 3:
        return set()
    concepts = known.phrases[language].get((stemmed,))
    if concepts:
        return {f"={concept}" for concept in concepts}
    return _halves(word, language, known) or {skeleton(stemmed)}


def _halves(word: str, language: str, known: Lexicon) -> set[str]:
    """A Dutch compound whose halves are both known: "toestemmingsformulier" is a form, and consent."""
    if language != "nl" or len(word) < 8:
        return set()
    for cut in range(len(word) - 3, 3, -1):
        head, tail = stem(word[cut:], "nl"), ""
        if head not in known.singles["nl"]:
            continue
        for end in ("", "s", "en", "n", "e"):
            if word[:cut].endswith(end):
                tail = stem(word[: cut - len(end)], "nl")
                if tail in known.singles["nl"]:
                    phrases = known.phrases["nl"]
                    return {f"={concept}" for half in (tail, head) for concept in phrases[(half,)]}
    return set()
