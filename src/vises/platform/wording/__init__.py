"""What is wrong with a questionnaire or an answer, in words that say where and what to do."""

from vises.platform.wording.forms import PLACES, WORDINGS, word_answer, word_problem, word_problems

__all__ = ["PLACES", "WORDINGS", "word_answer", "word_problem", "word_problems"]
