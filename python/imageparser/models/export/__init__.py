"""The `[export]` extra: a checkpoint of the Hugging Face hub becomes the graphs that the run time reads."""

from imageparser.models.export.job import run
from imageparser.models.export.report import ExportReport

__all__ = ["ExportReport", "run"]
