"""Writes of stories: what they tell, and their publication."""

from vises.apps.valorisation.services.accounts import answer_account, ask_account, note_account
from vises.apps.valorisation.services.claims import (
    add_claim,
    add_quote,
    change_claim,
    remove_claim,
    remove_quote,
)
from vises.apps.valorisation.services.consents import answer_about_quote, ask_about_quote, note_answer
from vises.apps.valorisation.services.funder import funder_link, read_by_funder
from vises.apps.valorisation.services.pictures import (
    answer_of_person,
    ask_person,
    list_people,
    note_person,
    say_nobody,
    unlist,
)
from vises.apps.valorisation.services.publications import publish, settle_task, withdraw
from vises.apps.valorisation.services.story import remove_image, set_image, write_story

__all__ = [
    "add_claim",
    "add_quote",
    "answer_about_quote",
    "answer_account",
    "answer_of_person",
    "ask_about_quote",
    "ask_account",
    "ask_person",
    "change_claim",
    "funder_link",
    "list_people",
    "note_account",
    "note_answer",
    "note_person",
    "publish",
    "read_by_funder",
    "remove_claim",
    "remove_image",
    "remove_quote",
    "say_nobody",
    "set_image",
    "settle_task",
    "unlist",
    "withdraw",
    "write_story",
]
