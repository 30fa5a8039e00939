"""Likeness by meaning: what there is, written anew, or taken away."""

import sys
from collections.abc import Sequence

import django

from vises.config.environment import UnsafeSettings

USE = "Use: vises sentences [rebuild | forget]"


def run(argv: Sequence[str]) -> int:
    """`vises sentences` says which model there is and how many raised notes it has read; `rebuild` reads all of them
    anew; `forget` takes away what it read, with or without a model. Status 2 for other words.
    """
    words = list(argv)
    if words not in ([], ["rebuild"], ["forget"]):
        print(USE, file=sys.stderr)
        return 2
    django.setup()
    from vises.apps.learning.services import vectors
    from vises.platform import sentences

    if words == ["forget"]:
        print(f"{vectors.forget_all()} vectors taken away.")
        return 0
    refuse_unusable()
    if not sentences.given():
        print("There is no sentence model: likeness goes by shared words. VISES_SENTENCES names the folder of one.")
        return 0
    _describe()
    if words == ["rebuild"]:
        vectors.forget_all()
        vectors.complete(lambda done, of: print(f"\r{done:,} of {of:,} notes", end="", flush=True))
        print()
    held = vectors.held()
    print(f"{held.written:,} of {held.notes:,} notes are found by their meaning.")
    return 0


def refuse_unusable() -> None:
    """Raises UnsafeSettings when a sentence model is given that cannot be read."""
    from vises.platform import sentences
    from vises.texts.sentences import Unusable

    try:
        sentences.model()
    except Unusable as error:
        raise UnsafeSettings(
            f"VISES_SENTENCES: {error}. Nothing is downloaded; docs/operator says what fits."
        ) from error


def complete_soon() -> None:
    """At start: let the worker read the notes that this model has not read yet."""
    from vises.apps.learning.services import vectors
    from vises.platform import sentences

    if vectors.complete_soon():
        print("The worker reads the notes that the sentence model does not know yet; meanwhile words decide for those.")
    sentences.let_go()  # the web server and the worker read it themselves


def _describe() -> None:
    from vises.apps.methodology.nearness import nearness
    from vises.platform import sentences

    model, near = sentences.model(), nearness()
    if model is None:
        return
    print(f"Model {model.mark}, {model.size} numbers for a text.")
    if near.joined is None:
        print("It knows too few words of the glossary to tell whether it joins French and Dutch.")
    else:
        print(f"It brings together {near.joined:.0%} of the glossary's definitions in French and Dutch.")
        if near.joined < 0.5:
            print("That is few: a model learnt from several languages, Dutch among them, would do better.")
