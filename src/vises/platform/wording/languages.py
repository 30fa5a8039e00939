"""The same sentence in several languages at once, for papers on which they stand side by side."""

from collections.abc import Callable, Iterable

from django.utils.translation import override

from vises.kernel.locale import Texts


def in_each(languages: Iterable[str], say: Callable[[str], str]) -> Texts:
    """What `say` says in each language, whichever is active around it; it is told which one."""
    found: Texts = {}
    for language in languages:
        with override(language):
            found[language] = str(say(language))
    return found
