"""Making accounts, choosing a language, notices."""

import uuid
from collections.abc import Iterable

from django.conf import settings

from vises.apps.accounts.models import Notice, User
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound, Problem


def make_user(email: str, name: str, language: str, *, password: str | None = None) -> User:
    """An account for a known address; without password the person sets one by mail.

    Raises Problem when the address is taken or empty.
    """
    email = email.strip().lower()
    if "@" not in email:
        raise Problem("accounts.email", field="email")
    if User.objects.filter(email=email).exists():
        raise Problem("accounts.taken", field="email")
    return User.objects.create_user(
        email, password, name=name.strip() or email, language=language if language in LANGUAGES else "fr"
    )


def choose_language(user_id: uuid.UUID, language: str) -> None:
    """Remember the language of a signed-in person."""
    User.objects.filter(id=user_id).update(language=language)


def sample_user(role: str) -> User:
    """The person of the demonstration behind a door. Raises NotFound outside demonstration mode."""
    user = User.objects.filter(sample_role=role, is_sample=True).exclude(sample_role="").first()
    if not settings.DEMONSTRATION or user is None:
        raise NotFound()
    return user


def notify(user_id: uuid.UUID, code: str, address: str = "", **params: str | int) -> None:
    """Leave a notice for a person."""
    Notice.objects.create(user_id=user_id, code=code, address=address, params=params)


def notify_once(user_id: uuid.UUID, code: str, address: str, **params: str | int) -> None:
    """Leave a notice, unless one like it still waits to be read."""
    if not Notice.objects.filter(user_id=user_id, code=code, address=address, read_at=None).exists():
        notify(user_id, code, address, **params)


def notices_read(user_id: uuid.UUID, address: str) -> None:
    """Whoever was at an address has seen what its notices told."""
    Notice.objects.filter(user_id=user_id, address=address, read_at=None).update(read_at=now())


def notify_all(user_ids: Iterable[uuid.UUID], code: str, address: str = "", **params: str | int) -> None:
    """Leave the same notice for many people, in one query."""
    Notice.objects.bulk_create(
        Notice(user_id=user_id, code=code, address=address, params=params) for user_id in user_ids
    )


def make_sample_user(email: str, name: str, language: str, *, role: str = "") -> User:
    """A person of the demonstration, without password; `role` is her door on its sign-in page ("" for none).

    Raises NotFound outside demonstration mode, Problem when the address is taken.
    """
    if not settings.DEMONSTRATION:
        raise NotFound()
    user = make_user(email, name, language)
    user.is_sample, user.sample_role = True, role
    user.save(update_fields=["is_sample", "sample_role"])
    return user
