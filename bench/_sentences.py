"""Inside a process of its own: 100,000 notes, asked before without and with a sentence model. Prints JSON.

On the database of the environment, made anew and empty. See `bench.sentences`.
"""

import json
import time
from pathlib import Path

import numpy as np
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from model2vec import StaticModel
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from bench._learning import ROOT, asked, fill, timed, words_of
from bench.sentences import ENTERPRISES, NOTES, NUMBERS, PIECES
from vises.apps.access.actor import actor_for
from vises.apps.accounts.services import make_user
from vises.apps.learning.queries import meaning
from vises.apps.learning.queries.asked import asked_before
from vises.apps.learning.services import notes, sharing, vectors
from vises.apps.methodology import services as methodology
from vises.apps.methodology.nearness import nearness
from vises.platform import sentences


def write_model(folder: Path) -> None:
    """A model that knows the words of the notes, and as many more as a multilingual one has."""
    known = dict.fromkeys(word for language in ("fr", "nl") for word in words_of(language)[0])
    words = ["[UNK]", *known, *(f"piece{number}" for number in range(PIECES - len(known) - 1))]
    dice = np.random.default_rng(1917)
    table = dice.integers(-127, 128, size=(len(words), NUMBERS), dtype=np.int8)
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    StaticModel(table, tokenizer, normalize=True).save_pretrained(folder)


def resident() -> float:
    """Megabytes that this process holds."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    methodology.load(ROOT / "content")
    user = make_user("cora@bench.example", "Cora", "fr")
    others = [make_user(f"p{number}@bench.example", f"P{number}", "fr") for number in range(200)]
    programme = fill(user, others, ENTERPRISES, NOTES)
    folder = Path(settings.DATA) / "model"
    write_model(folder)
    actor, questions = actor_for(user), list(asked(60))
    found: dict[str, object] = {}

    def ask(number: int) -> None:
        asked_before(actor, programme.id, *questions[number])

    def once(number: int = 0) -> float:
        begun = time.perf_counter()
        ask(number)
        return time.perf_counter() - begun

    def tidy() -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")

    tidy()
    once()
    found["words"] = timed(ask, 60)
    settings.SENTENCES = str(folder)
    before, begun = resident(), time.perf_counter()
    sentences.model()
    nearness()
    found |= {"load": time.perf_counter() - begun, "memory": resident() - before}
    begun = time.perf_counter()
    vectors.complete(lambda *_: None)
    found["written"] = time.perf_counter() - begun
    tidy()
    meaning.forget()
    found["first"] = once()
    found["meaning"] = timed(ask, 60)
    words, language = questions[1]
    note = notes.write_note(actor, kind="idea", text=words, language=language, programme_id=programme.id)
    sharing.share(actor, note.id, recognisable=False)
    vectors.complete(lambda *_: None)
    found["after"] = 1000 * once()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
