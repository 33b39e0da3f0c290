"""What the lessons call: predictions, sentences, tables, equations, references, progress."""

from bonelab.teaching.equation import equation
from bonelab.teaching.predict import predict
from bonelab.teaching.progress_panel import my_progress
from bonelab.teaching.text import cite, say, table

__all__ = ["cite", "equation", "my_progress", "predict", "say", "table"]
