from django.http import HttpResponse
from django.shortcuts import render

from vises.web.layout.routes import Request


def methods(request: Request) -> HttpResponse:
    return render(request, "methodology/methods.html")


def glossary(request: Request) -> HttpResponse:
    return render(request, "methodology/glossary.html")
