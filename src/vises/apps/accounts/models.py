"""People who sign in, their language, their notices."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from vises.kernel import ids
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGE_NAMES
from vises.platform.rows import Row


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. What she may do is in `access`, never here."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=list(LANGUAGE_NAMES.items()), default="fr")
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)  # a person of the demonstration
    sample_role = models.CharField(max_length=30, blank=True)  # the door on the demonstration's sign-in page
    date_joined = models.DateTimeField(default=now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Notice(Row):
    """Something a person should know: a code with parameters, and where to go."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    address = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
