"""Released versions of the method, as pages and rooms read them. A version never changes, so it is kept."""

import functools

from vises.apps.methodology.models import MethodologyVersion
from vises.apps.methodology.rules import Version, version_from_json
from vises.kernel.problems import NotFound


@functools.lru_cache(maxsize=32)
def _by_hash(code: str, hash_: str) -> Version:
    row = MethodologyVersion.objects.get(code=code, hash=hash_)
    texts = {text.language: text.texts for text in row.texts.all()}
    return version_from_json(row.structure, texts)
