"""Predict, lock, run, explain: ``predict("after-menopause")`` in one call."""

from bonelab.teaching.predict import predict

__all__ = ["predict"]
