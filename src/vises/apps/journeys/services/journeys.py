"""Starting a journey, and letting people into it."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import fetch, give_role, link_scopes, make_scope
from vises.apps.accounts.models import User
from vises.apps.journeys.models import Deliverable, Journey, StepMove
from vises.apps.journeys.services.standing import stand
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.network.models import Organisation
from vises.apps.programmes.models import Participation, Programme
from vises.kernel.clock import today
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


def start_journey(
    actor: Actor,
    enterprise: Organisation,
    *,
    participation: Participation | None = None,
    methodology_code: str = "",
    language: str = "",
    on: date | None = None,
    previous: Journey | None = None,
) -> Journey:
    """Begin a cycle: pins the methodology version (the programme's, or the one named).

    With a participation the actor needs `programme.edit`; without, she must be the enterprise's referent
    (`organisation.edit`): a self-guided journey. Raises Problem for an unknown version.
    """
    if actor.kind != "system":
        if participation is not None:
            fetch(actor, "programme.edit", Programme.objects.all(), pk=participation.programme_id)
        else:
            fetch(actor, "organisation.edit", Organisation.objects.all(), pk=enterprise.pk)
    if participation is not None and not methodology_code:
        version = participation.programme.methodology
    else:
        found = MethodologyVersion.objects.filter(code=methodology_code).exclude(released_on=None).first()
        if found is None:
            raise Problem("journeys.methodology", field="methodology", code=methodology_code)
        version = found
    steps = methodology.version(version.code).steps
    with transaction.atomic():
        journey = Journey.objects.create(
            scope=make_scope("journey"),
            enterprise=enterprise,
            participation=participation,
            methodology=version,
            language=language or (enterprise.languages or ["fr"])[0],
            step=steps[0].id,
            previous=previous,
            cycle=previous.cycle + 1 if previous else 1,
            is_sample=enterprise.is_sample,
        )
        link_scopes(enterprise.scope, journey.scope)
        if participation is not None:
            link_scopes(participation.programme.scope, journey.scope)
            if participation.federation is not None:
                link_scopes(participation.federation.scope, journey.scope)
        StepMove.objects.create(
            journey=journey,
            new=journey.step,
            by_id=actor.id if actor.signed_in else None,
            on=on or today(),
            methodology=version,
        )
        if participation is not None:
            stand(participation)
        Deliverable.objects.bulk_create(
            Deliverable(journey=journey, code=deliverable.id) for step in steps for deliverable in step.deliverables
        )
        record(actor.who, "journey.started", scope_id=journey.scope_id, object_kind="journey", object_id=journey.id)
    return journey


def appoint_accompanist(actor: Actor, journey_id: uuid.UUID, user: User) -> None:
    """Let an accompanist into the journey. Needs `programme.edit` above it, or `journey.open`."""
    journey = Journey.objects.select_related("scope", "participation__programme").get(pk=journey_id)
    if actor.kind != "system":
        if journey.participation is not None:
            fetch(actor, "programme.edit", Programme.objects.all(), pk=journey.participation.programme_id)
        else:
            fetch(actor, "journey.open", Journey.objects.all(), pk=journey_id)
    give_role(actor, user, journey.scope, Role.ACCOMPANIST)
