"""Sentences that resemble words one has: by the stems they share, those that are rare elsewhere counting most. Pure.

No model and no network: what makes two passages alike can be shown, as the words they share.
"""

import functools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vises.texts.stems import bare, spoken, stem, words_of

LEAST_SHARED = 2
"""Stems that a sentence shares with the words it resembles; one word alone is a search, not a likeness."""
LIKENESS = 0.16
"""From here on (of 1) a sentence is worth a look; found by trying on interviews in French and Dutch."""
SHOWN = 5
"""Shared words that are told."""

# words that say nothing of what is spoken about, as they are spelled without accents
_COMMON = {
    "fr": """a ai aie ainsi alors apres as au aucun aussi autre autres aux avaient avais avait avant avec avez avons ben
    bien bon c ca car ce cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de deja des deux
    dit dire donc du elle elles en encore entre es est et etaient etais etait etant ete etre eu eux fait faire fois font
    ici il ils j jamais je juste l la le les leur leurs lui m ma mais me meme memes mes moi moins mon n ne ni non nos
    notre nous on ont ou oui par parce pas peu peut peux plus pour pourquoi puis qu quand que quel quelle quelles quelqu
    quelque quelques quels qui quoi rien s sa sans se sera ses si soi soit son sont sous suis sur t ta tant te tes toi
    ton toujours tous tout toute toutes tres trop tu un une va vais vas vers voila vont croire crois croit faut faudrait
    pense pris sais sait savez savoir vos votre vous vraiment y""",
    "nl": """aan al alle alleen allemaal als altijd andere anders ben bent bij d daar dan dat de deze die dit doe doen
    door dus een eens en er erg ergens even gaan gaat ge geen geweest gewoon ging goed had hadden heb hebben hebt heeft
    heel hem hen het hier hij hoe hun iemand iets ik in is ja je jij jou jouw jullie kan kon kunnen maar me mee meer men
    met mij mijn moest moet moeten n na naar nee niet niets nog nooit nou nu of om omdat ons onze ook op over s soms t
    te tegen toch toen tot u uit uw van veel voor waar waarom wanneer want waren was wat we weer wel werd wie wij wil
    willen word worden wordt zal ze zeg zei zeggen zelf zich zij zijn zo zoals zou zouden""",
    "en": """a about after again all also always am an and any are as at be because been before being both but by can
    could d did do does doing don each even few for from get go going got had has have having he her here hers him his
    how i if in into is it its just ll m me more most much my myself never no nor not now of off on once only or other
    our out over own re really s said same say she should so some such t than that the their them then there these they
    this those through to too under until up ve very was we were what when where which while who why will with would
    yes you your""",
}
_LEFT_OUT = {language: frozenset(words.split()) for language, words in _COMMON.items()}


@dataclass(frozen=True)
class Near:
    """A sentence by its number in what was given. `shared`: words of it that make it alike, the strongest first."""

    number: int
    likeness: float
    shared: tuple[str, ...]


def telling(words: str, language: str) -> dict[str, str]:
    """The stems of words that say something, each with the first word that has it."""
    found: dict[str, str] = {}
    for word in words_of(words):
        if one := _told(word, language):
            found.setdefault(one, word)
    return found


@functools.lru_cache(maxsize=1 << 17)
def _told(word: str, language: str) -> str:
    """The stem of a word that says something; else nothing."""
    if len(word) < 2 or word.isdigit() or bare(word) in _LEFT_OUT[spoken(language)]:
        return ""
    return stem(word, language)


def rarity(among: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """For each stem how rare it is among sentences (`telling`): the logarithm of one in how many has it, plus one."""
    held = Counter(one for sentence in among for one in sentence)
    return {one: math.log(1 + len(among) / count) for one, count in held.items()}


def profile(like: Sequence[Mapping[str, str]], among: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """What speaks for being like these passages, stem by stem, beside all the sentences they stand among.

    Stems that are said no more often here than elsewhere say nothing; the squares of the others make 1.
    """
    rare = rarity(among)
    here = Counter(one for passage in like for one in passage)
    there = Counter(one for sentence in among for one in sentence)
    weights = {
        one: rare.get(one, 0.0) * (count / len(like) - there[one] / max(1, len(among))) for one, count in here.items()
    }
    length = math.sqrt(sum(weight**2 for weight in weights.values() if weight > 0))
    return {one: weight / length for one, weight in weights.items() if weight > 0} if length else {}


def nearest(weights: Mapping[str, float], among: Sequence[Mapping[str, str]]) -> list[Near]:
    """Sentences that resemble a `profile`, the nearest first: the cosine between the two, of LIKENESS or more."""
    rare = rarity(among)
    found = []
    for number, sentence in enumerate(among):
        shared = [one for one in sentence if one in weights]
        if len(shared) < LEAST_SHARED:
            continue
        length = math.sqrt(sum(rare[one] ** 2 for one in sentence))
        likeness = sum(weights[one] * rare[one] for one in shared) / length
        if likeness >= LIKENESS:
            strongest = sorted(shared, key=lambda one: -weights[one] * rare[one])[:SHOWN]
            found.append(Near(number, likeness, tuple(sentence[one] for one in strongest)))
    return sorted(found, key=lambda near: (-near.likeness, near.number))
