"""What logs never hold: addresses. Those of links without account and of receipts are keys."""

import logging


class WithoutAddresses(logging.Filter):
    """Lines of Django about a request name its route, not its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.get("request")
        path = getattr(request, "path", None)
        if path is not None:
            match = getattr(request, "resolver_match", None)
            route = (match.url_name if match else "") or "?"
            if isinstance(record.args, tuple):
                record.args = tuple(route if arg == path else arg for arg in record.args)
            record.__dict__["request"] = route
        return True
