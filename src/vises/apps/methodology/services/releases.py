"""A draft becomes a version that never changes; a version of another installation is adopted from its files."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import require
from vises.apps.methodology import queries
from vises.apps.methodology.checks import CODE, check_structure, missing
from vises.apps.methodology.comparing import edition
from vises.apps.methodology.models import MethodologyChange, MethodologyText, MethodologyVersion
from vises.apps.methodology.packages import Package, read_package
from vises.apps.methodology.rules import SOURCE_LANGUAGE, canonical_hash, expected_keys
from vises.apps.methodology.services.loading import core_of
from vises.apps.methodology.services.supplements import keep
from vises.kernel.clock import today
from vises.kernel.locale import LANGUAGE_NAMES
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record

NEEDED = ("fr", "nl")  # languages without which no version is released


def check_code(code: str) -> None:
    """Raises Problem when a version cannot be called so, or another one is."""
    if not CODE.fullmatch(code) or len(code) > 20:
        raise Problem("methodology.code", field="code")
    if MethodologyVersion.objects.filter(code=code).exists():
        raise Problem("methodology.code-taken", field="code", code=code)


def why_not_release(draft_id: uuid.UUID) -> tuple[tuple[str, str], ...]:
    """What a draft still lacks, as pairs of a problem code and a language; empty when it can be released."""
    draft = edition(draft_id)
    lacks = [("methodology.not-translated", language) for language in NEEDED if not draft.ready(language)]
    if not MethodologyChange.objects.filter(version_id=draft_id).exists():
        lacks.append(("methodology.no-changelog", ""))
    return tuple(lacks)


def release_draft(actor: Actor, draft_id: uuid.UUID, code: str, *, on: date | None = None) -> MethodologyVersion:
    """Release a draft under a code: from now on it never changes. The calling room has asked who may.

    French and Dutch must be complete; a language that lags stays, and shows as translating an older text.
    Raises Problem with what is lacking, or when the code is taken; Conflict when somebody released it meanwhile.
    """
    check_code(code)
    for problem, language in why_not_release(draft_id):
        raise Problem(problem, language=LANGUAGE_NAMES.get(language, ""))
    draft = MethodologyVersion.objects.select_related("core", "derived_from").get(pk=draft_id)
    structure = {**draft.structure, "code": code, "released_on": str(on or today())}
    try:
        version = check_structure(structure, queries.rooms())
    except ValueError as error:
        raise Problem("methodology.package-unknown", place=str(error)[:120]) from error
    with transaction.atomic():
        kept = MethodologyVersion.objects.filter(pk=draft.pk, hash=draft.hash, released_on=None).update(
            code=code, released_on=on or today(), structure=structure, hash=canonical_hash(structure)
        )
        if not kept:
            raise Conflict("platform.changed-meanwhile")
        rows = {row.language: row for row in draft.texts.all()}
        known = set(expected_keys(version))
        behind = edition(draft_id).lagging
        for language, row in rows.items():
            words = {key: text for key, text in row.texts.items() if key in known}
            rows[language].texts, rows[language].hash = words, canonical_hash(words)
        source = rows[SOURCE_LANGUAGE].hash
        for language, row in rows.items():
            if language == SOURCE_LANGUAGE:
                row.source_hash = ""
            elif not behind[language] & known and not missing(version, row.texts):
                row.source_hash = source
            row.save(update_fields=["texts", "hash", "source_hash"])
        record(actor.who, "method.released", object_kind="methodology", object_id=draft.id, code=code)
    queries.forget()
    draft.refresh_from_db()
    return draft


def adopt(actor: Actor, content: bytes, *, fingerprint: str = "") -> MethodologyVersion:
    """Take in a version from the files of another installation. Needs `platform.administer`.

    `fingerprint` is what its makers told of it, where they did: then the files must have it. Raises Problem when
    the files were altered, name something unknown here, stand on a core that is not here, or are here already.
    What completes its translations is taken in with it, also when the version itself is here already.
    """
    if actor.kind != "system":
        require(actor, "platform.administer")
    package, version = read_package(content, queries.rooms())
    if fingerprint.strip() and fingerprint.strip().lower() != package.fingerprint:
        raise Problem("methodology.package-other", field="fingerprint")
    if lacking := missing(version, package.texts.get(SOURCE_LANGUAGE, {})):
        raise Problem("methodology.package-unknown", field="file", place=lacking[0])
    there = MethodologyVersion.objects.filter(code=version.code).first()
    if there is not None:
        same = there.hash == package.hashes["structure"] and there.released_on is not None
        if same and keep(actor, there, package.supplements, field="file"):
            return there
        raise Problem("methodology.already-here" if same else "methodology.code-taken", field="file", code=version.code)
    core = core_of(package.structure)
    if core is not None and core.hash != package.core_hash:
        raise Problem("methodology.other-core", field="file", code=core.code)
    with transaction.atomic():
        row = _keep(package, core)
        keep(actor, row, package.supplements, field="file")
        record(actor.who, "method.adopted", object_kind="methodology", object_id=row.id, code=row.code)
    queries.forget()
    return row


def _keep(package: Package, core: MethodologyVersion | None) -> MethodologyVersion:
    row = MethodologyVersion.objects.create(
        code=package.structure["code"],
        released_on=date.fromisoformat(package.structure["released_on"]),
        structure=package.structure,
        hash=package.hashes["structure"],
        core=core,
        derived_from=core,
    )
    behind = {language: set(keys) for language, keys in package.behind.items()}
    for language, translated in package.translates.items():
        if language != SOURCE_LANGUAGE and translated != package.hashes[SOURCE_LANGUAGE] and not behind[language]:
            behind[language] = set(package.texts[language])  # which of them lag is not told: any of them may
    somewhere = set().union(*behind.values())
    MethodologyText.objects.bulk_create(
        MethodologyText(
            version=row,
            language=language,
            texts=words,
            hash=package.hashes[language],
            source_hash=package.translates[language],
            rounds=dict.fromkeys(sorted(somewhere - behind[language]), 1),
        )
        for language, words in package.texts.items()
    )
    MethodologyChange.objects.bulk_create(
        MethodologyChange(
            version=row, kind=change.kind, element=change.element, what=change.what, why=change.why, order=order
        )
        for order, change in enumerate(package.changes)
    )
    return row
