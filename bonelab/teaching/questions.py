"""Every question of the course, by name."""

from bonelab.teaching import questions_01

QUESTIONS = {**questions_01.QUESTIONS}
