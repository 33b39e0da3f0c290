"""Grading a folder of submissions: `make grade`, `make feedback`; see docs/grading.md."""
