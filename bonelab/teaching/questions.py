"""Every question of the course, by lesson and by name."""

from bonelab.teaching import (
    questions_01,
    questions_02,
    questions_03,
    questions_04,
    questions_05,
    questions_06,
    questions_07,
    questions_08,
    questions_09,
    questions_10,
    questions_11,
    questions_12,
    questions_13,
)

LESSONS = {
    "01": questions_01.QUESTIONS,
    "02": questions_02.QUESTIONS,
    "03": questions_03.QUESTIONS,
    "04": questions_04.QUESTIONS,
    "05": questions_05.QUESTIONS,
    "06": questions_06.QUESTIONS,
    "07": questions_07.QUESTIONS,
    "08": questions_08.QUESTIONS,
    "09": questions_09.QUESTIONS,
    "10": questions_10.QUESTIONS,
    "11": questions_11.QUESTIONS,
    "12": questions_12.QUESTIONS,
    "13": questions_13.QUESTIONS,
}
QUESTIONS = {name: asked for lesson in LESSONS.values() for name, asked in lesson.items()}
