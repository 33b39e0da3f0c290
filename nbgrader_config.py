"""How nbgrader finds its way in this course; JupyterLab started here reads it, too.

Sources are in solutions/, what students get is in exercises/ (`make release`). Everything about
students is under .nbgrader/, which git leaves out. The exchange is left to the site.
"""

import os
import sys
from pathlib import Path

# nbgrader calls alembic by name; Lab started with .venv/bin/python does not find it otherwise.
programs = str(Path(sys.executable).parent)
if programs not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", os.defpath)])

here = Path(__file__).resolve().parent
kept = here / ".nbgrader"
kept.mkdir(exist_ok=True)

c = get_config()  # noqa: F821 (Jupyter gives it)
c.CourseDirectory.root = str(here)
c.CourseDirectory.directory_structure = "{nbgrader_step}/{student_id}/{assignment_id}"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.source_with_tests_directory = ".nbgrader/source_with_tests"
c.CourseDirectory.submitted_directory = ".nbgrader/submitted"
c.CourseDirectory.autograded_directory = ".nbgrader/autograded"
c.CourseDirectory.feedback_directory = ".nbgrader/feedback"
c.CourseDirectory.solution_directory = ".nbgrader/solution"
c.CourseDirectory.db_url = f"sqlite:///{kept / 'gradebook.db'}"

# The same stub as scripts/release.py: a comment only, so that a student's notebook runs.
c.ClearSolutions.code_stub = {"python": "# Put your answer in place of the dots."}
c.ClearSolutions.text_stub = "Put your answer in place of the dots."

# nbgrader takes all points where a graded cell writes to stderr; here a warning costs nothing.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "(?s)."
