from django.http import HttpResponse
from django.shortcuts import render

from vises.web.layout.routes import Request


def journeys(request: Request) -> HttpResponse:
    return render(request, "journeys/journeys.html")
