"""Translations keep one form of signs per language and the values of their source."""

import gettext as mo

import pytest

from vises.ops import catalogues


def test_every_catalogue_is_careful() -> None:
    assert catalogues.carelessness() == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "L’accord"),
        ("fr", 'Dites "oui"'),
        ("fr", "«oui»"),
        ("fr", "Qui?"),
        ("fr", "Ils disent: non"),
        ("fr", "Attendez..."),
        ("fr", "Deux  espaces"),
        ("fr", "Pourquoi\u00a0?"),
        ("nl", "« ja »"),
        ("nl", "foto’s"),
        ("nl", 'Zeg "ja"'),
        ("nl", "Ze zeggen : neen"),
    ],
)
def test_a_careless_text_is_told(language: str, said: str) -> None:
    assert len(catalogues.careless("…", said, language)) == 1


def test_careful_texts_pass() -> None:
    assert not catalogues.careless("…", "« Oui » : l'accord ? Écrivez fr: ou (échelle 1-5: bas … haut).", "fr")
    assert not catalogues.careless("…", "“Ja”: foto's? Typ ? of ; ertussen.", "nl")


def test_a_value_must_be_one_of_the_source() -> None:
    assert catalogues.careless("%(n)s of %(all)s", "%(n)s sur %(total)s", "fr")
    assert not catalogues.careless(("%(n)s text", "%(n)s texts"), ("Un texte", "%(n)s textes"), "fr")


def test_compiled_french_keeps_its_signs_with_their_words() -> None:
    catalogues.compile_all()
    with (catalogues.SOURCE / "web/layout/locale/fr/LC_MESSAGES/django.mo").open("rb") as file:
        french = mo.GNUTranslations(file)
    said = french.gettext("what does sharing the same shop and the same table change?")
    assert said.endswith("la même table\N{NO-BREAK SPACE}?")
