from django.http import HttpResponse
from django.shortcuts import render

from vises.web.layout.routes import Request


def stories(request: Request) -> HttpResponse:
    return render(request, "valorisation/stories.html")
