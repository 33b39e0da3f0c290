"""Saving what an app shows: the picture as PNG and its numbers as CSV, beside the notebook."""

import csv
import re
from pathlib import Path

from bonelab.figures import style

FOLDER = Path("saved")


def save(title, png, columns):
    """Write a picture and its numbers into the folder `saved`; nothing there is overwritten.

    Parameters
    ----------
    title : str
        What the picture is; the files are named after it, with the next free number.
    png : bytes
        The picture.
    columns : dict of str to sequence
        The name of a column and its values; all columns are equally long.

    Returns
    -------
    tuple of Path
        The picture and the table.
    """
    rows = list(zip(*columns.values(), strict=True))
    FOLDER.mkdir(exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    number = 1
    while (picture := FOLDER / f"{name}-{number}.png").exists():
        number += 1
    table = picture.with_suffix(".csv")
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    picture.write_bytes(png)
    return picture, table


def series_columns(run, panels):
    """Return what panels show of a run: time in years, and each series under its name and unit.

    Parameters
    ----------
    run : Trajectory
        The run that is shown.
    panels : sequence of Panel
        The panels of the picture.
    """
    names = dict.fromkeys(name for panel in panels for name in panel.series)
    return {style.TIME_LABEL: run.time, **{style.axis_label(name): run[name] for name in names}}
