"""Tables of the platform floor. None has a key to people."""

from vises.platform.audit.models import AuditEvent, AuditHead
from vises.platform.files.models import StoredFile
from vises.platform.jobs.models import Job
from vises.platform.mail.models import OutboxMail

__all__ = ["AuditEvent", "AuditHead", "Job", "OutboxMail", "StoredFile"]
