"""A sentence model that cannot be used is refused at start, with what to do; the command tells and rebuilds."""

from pathlib import Path
from typing import Any

import pytest

from vises.config import environment
from vises.config.environment import UnsafeSettings
from vises.ops import sentences
from vises.ops.main import COMMANDS


def test_a_folder_that_is_not_there_or_a_library_that_is_not_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VISES_SENTENCES", raising=False)
    assert environment.sentences("VISES_SENTENCES") == ""
    monkeypatch.setenv("VISES_SENTENCES", str(tmp_path))
    assert environment.sentences("VISES_SENTENCES") == str(tmp_path)
    monkeypatch.setenv("VISES_SENTENCES", str(tmp_path / "nowhere"))
    with pytest.raises(UnsafeSettings, match="no such folder"):
        environment.sentences("VISES_SENTENCES")
    monkeypatch.setattr(environment, "find_spec", lambda _: None)
    with pytest.raises(UnsafeSettings, match="extra “sentences”"):
        environment.sentences("VISES_SENTENCES")


def test_a_model_that_cannot_be_read_stops_the_start(sentence_model: Path) -> None:
    sentences.refuse_unusable()
    (sentence_model / "tokenizer.json").unlink()
    from vises.platform import sentences as given

    given.let_go()
    with pytest.raises(UnsafeSettings, match=r"VISES_SENTENCES: .*no tokenizer\.json"):
        sentences.refuse_unusable()


@pytest.mark.usefixtures("world")
def test_the_command_tells_rebuilds_and_forgets(sentence_model: Path, world: Any, capsys: Any) -> None:
    from vises.apps.learning.services import notes, sharing

    claire = world.actor("claire")
    note = notes.write_note(claire, kind="idea", text="Opvang", language="nl", journey_id=world.journey.id)
    sharing.share(claire, note.id, recognisable=False)
    assert "sentences" in COMMANDS and sentences.run([]) == 0
    assert "0 of 1 notes" in capsys.readouterr().out
    assert sentences.run(["rebuild"]) == 0
    told = capsys.readouterr().out
    assert "1 of 1 notes" in told and "too few words of the glossary" in told
    assert sentences.run(["forget"]) == 0 and "1 vectors" in capsys.readouterr().out
    assert sentences.run(["again"]) == 2


@pytest.mark.django_db
def test_without_a_model_the_command_says_so(capsys: Any) -> None:
    assert sentences.run([]) == 0 == sentences.run(["rebuild"])
    assert "no sentence model" in capsys.readouterr().out
