"""Formgrader's lists: names, a log of a few lines, and no word of an exchange that is not there.

nbgrader has no setting for the templates of its lists, so ``nbgrader_config.py`` calls `adapt`, which
puts ours before them; each only adds to nbgrader's template of the same name.
"""

import logging
import sys
from pathlib import Path
from typing import Any

import jinja2

from course.grading.errors import ONE_SENTENCE
from course.grading.formgrader import HERE

FORMGRADER = "nbgrader.server_extensions.formgrader.formgrader"
# Libraries that report each step and each cell of a notebook, pictures and all.
CHATTY = {"nbgrader", "nbconvert", "nbclient", "jupyter_client"}
# Warnings of what an instructor asked for, or cannot change.  A checksum differs where a lesson has hidden
# tests: what a student changed was put back before nbgrader looks.
NO_NEWS = ("Removing existing assignment", "Alternative text is missing", "Attribute 'checksum' for cell")


def adapt() -> None:
    """Let a formgrader that is about to start show this course's lists; elsewhere, do nothing."""
    module = sys.modules.get(FORMGRADER)
    if module is None or getattr(module.FormgradeExtension, "for_course", False):
        return
    stock = module.FormgradeExtension.init_tornado_settings

    def init_tornado_settings(self, webapp):
        stock(self, webapp)
        _put_before(webapp.settings["nbgrader_jinja2_env"], self.config)
        _quieten(self.log)

    module.FormgradeExtension.init_tornado_settings = init_tornado_settings
    module.FormgradeExtension.for_course = True


def _put_before(environment, config):
    """Let our templates extend nbgrader's, as ``nbgrader/NAME``."""
    stock = environment.loader
    ours = jinja2.FileSystemLoader(HERE)
    environment.loader = jinja2.ChoiceLoader([ours, jinja2.PrefixLoader({"nbgrader": stock}), stock])
    environment.globals["exchange"] = "list" not in config.ExchangeFactory


def _quieten(log: Any) -> None:
    """Leave of the steps of nbgrader's commands what is worth reading, unless somebody debugs."""
    if not any(0 < handler.level <= logging.DEBUG for handler in log.handlers):
        log.addFilter(ONE_SENTENCE)
        log.addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    if not CHATTY & set(Path(record.pathname).parts):
        return True
    return record.levelno >= logging.WARNING and not record.getMessage().startswith(NO_NEWS)
