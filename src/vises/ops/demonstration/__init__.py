"""The demonstration: two fictional programmes, and one enterprise that went the whole way."""

from vises.ops.demonstration.load import load_once

__all__ = ["load_once"]
