"""Health: alive never touches the database; ready asks it, the disk, the jobs and the migrations."""

from django.http import HttpRequest, JsonResponse

from vises.platform.health.checks import run_checks


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    checks = run_checks()
    return JsonResponse({"ready": all(checks.values()), "checks": checks}, status=200 if all(checks.values()) else 503)
