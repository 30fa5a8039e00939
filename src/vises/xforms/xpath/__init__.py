"""XPath 1.0 with the functions of ODK XForms, compiled to Python closures over our own small tree.

Why not lxml's XPath: its core functions cannot be replaced (`round(x, 2)`, `position(..)`, dates as numbers), and
an absolute path inside a repeat has to mean the current instance.
"""

from vises.xforms.xpath.compiler import Expression, compile_expression
from vises.xforms.xpath.tokens import ExpressionError
from vises.xforms.xpath.tree import Environment, Node
from vises.xforms.xpath.values import Moment, Value, to_boolean, to_number, to_text

__all__ = [
    "Environment",
    "Expression",
    "ExpressionError",
    "Moment",
    "Node",
    "Value",
    "compile_expression",
    "to_boolean",
    "to_number",
    "to_text",
]
