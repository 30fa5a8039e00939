"""A real static model, small enough to write down: one vector a word, near where the words mean the same."""

from pathlib import Path

MEANS = {
    "children": "garde enfants crèche kinderopvang opvang kinderen",
    "evening": "soir soirée avond savonds",
    "group": "réunion groupe atelier bijeenkomst groep",
    "gaze": "regard regarde regardée yeux blik kijken aanstaren",
    "bus": "bus tram arrêt halte lijn",
    "price": "prix cher euros prijs duur",
}
"""Words that mean much the same, in French and Dutch."""


def write_model(folder: Path, *, turned: bool = False) -> Path:
    """Write it into a new folder. `turned`: another model of the same words."""
    import numpy as np
    from model2vec import StaticModel
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words, vectors = ["[UNK]", "vises"], [np.zeros(8), np.full(8, 0.1)]
    for number, meant in enumerate(MEANS.values()):
        for place, word in enumerate(meant.split()):
            vector = np.zeros(8)
            vector[-1 - number if turned else number] = 1.0
            vector[7 if not turned else 0] += 0.05 * place  # no two words are quite the same
            words.append(word)
            vectors.append(vector)
    tokenizer = Tokenizer(models.WordLevel({word: id_ for id_, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    model = StaticModel(np.array(vectors, dtype=np.float32), tokenizer, normalize=True)
    folder.mkdir(parents=True)
    model.save_pretrained(folder)
    return folder
