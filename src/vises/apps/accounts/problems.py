from django.utils.translation import gettext_lazy as _

CODES = {
    "accounts.email": _("This is not a mail address. Write it as name@example.org."),
    "accounts.taken": _("There is already an account with this address."),
}
