"""Exercises: ``case`` gives a task's numbers, ``bl.check`` feedback, ``grade`` the mark."""

from bonelab.exercises.checking import case, grade

__all__ = ["case", "grade"]
