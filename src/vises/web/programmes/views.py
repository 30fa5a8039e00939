from django.http import HttpResponse
from django.shortcuts import render

from vises.web.layout.routes import Request


def programmes(request: Request) -> HttpResponse:
    return render(request, "programmes/programmes.html")
