"""Random histories of people who answer, correct, narrow and take back: only what they left is ever there."""

import contextlib
import os
import random
import re
from typing import Any

import pytest
from django.db import connection

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services as coding
from vises.apps.collection.models import Answer, Quarantine
from vises.apps.collection.services import withdrawals
from vises.apps.datasets import queries, services, words
from vises.apps.datasets.exports import answers_file
from vises.kernel.problems import Problem
from vises.platform.jobs.services import run_next

HISTORIES = int(os.environ.get("VISES_TRUST_HISTORIES", "6"))  # 200 by hand
STEPS = 24


class Person:
    """What somebody said last, and agreed to; nothing once she took it back."""

    def __init__(self, number: int, receipt: str, instance: str, word: str) -> None:
        self.number, self.receipt, self.instance, self.word = number, receipt, instance, word
        self.uses = {"analysis", "quote", "public"}


def _everything() -> str:
    """Every cell of every table, but those that hold hashes of what is gone."""
    told = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            told += [str(cell) for row in cursor.fetchall() for cell in row if isinstance(cell, str | dict | list)]
    return "\n".join(told)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_at_every_moment_only_what_people_left_is_there(wave: Any, answer: Any, world: Any, seed: int) -> None:
    dice, people, gone = random.Random(seed), [], []
    rita, claire = world.actor("rita"), world.actor("claire")
    theme = coding.add_code(SYSTEM, world.journey.id, names={"fr": "Thème"})
    for number in range(STEPS):
        move = dice.choice(("answer", "answer", "answer", "correct", "narrow", "withdraw", "ask", "mark", "other"))
        word, instance = f"mot{seed}x{number}y", f"uuid:{seed}-{number}"
        someone = dice.choice(people) if people else None
        if move == "answer" or someone is None:
            said = {"met": dice.choice(("yes", "no")), "changed": f"{word} un mot"}
            told = answer(wave, instance, consents=("quote", "public"), **said)
            people.append(Person(number, told.receipt, instance, word))
        elif move == "correct":
            told = answer(wave, instance, deprecates=someone.instance, met="yes", changed=f"{word} autrement")
            gone.append(someone.word)  # replaced: counted no more
            someone.receipt, someone.instance, someone.word = told.receipt, instance, word
            someone.uses = {"analysis"}
        elif move == "other":  # the same id with other words: put aside
            answer(wave, someone.instance, met="no", changed=f"{someone.word} de côté")
        elif move == "narrow":
            withdrawals.keep_uses(someone.receipt, ["analysis"])
            someone.uses = {"analysis"}
        elif move == "withdraw":
            withdrawals.withdraw(someone.receipt)
            people.remove(someone)
            gone.append(someone.word)
            with pytest.raises(Problem):
                withdrawals.behind(someone.receipt)
            assert someone.word not in _everything()
        elif move == "ask":
            try:
                services.ask(claire, wave.id, "met", category="yes")
            except Problem:
                assert len(people) < 5  # too few to be counted
        else:
            row = Answer.objects.get(instance_id=someone.instance)
            with contextlib.suppress(Problem):  # marked before
                coding.mark_said(SYSTEM, row.id, "changed", theme.id, 0, len(someone.word))
        while run_next():
            pass
        _look(rita, world.actor("nadia"), wave, people, gone)
    assert people and gone


def _look(rita: Any, nadia: Any, wave: Any, people: list[Person], gone: list[str]) -> None:
    kept = {person.word for person in people}
    rows = answers_file(rita, wave.id, "csv", "fr").read().decode("utf-8-sig")
    assert set(re.findall(r"mot\d+x\d+y", rows)) == kept
    by_word = {person.word: person.uses for person in people}
    for line in rows.splitlines()[1:]:
        (word,) = re.findall(r"mot\d+x\d+y", line)
        assert set(line.rpartition(",")[2].split()) == by_word[word], line
    said = [one.text for page in words.words_said(rita, wave.id).questions for one in page.said]
    assert {text.split()[0] for text in said} == kept
    (met,) = (one for one in queries.wave_results(nadia, wave.id).questions if one.name == "met")
    assert met.summary.n == (len(people) if len(people) >= 5 else 0)
    assert {row.instance_id for row in Quarantine.objects.all()} <= {person.instance for person in people} | {
        row.instance_id for row in Answer.objects.all()
    }
