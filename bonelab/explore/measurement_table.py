"""A table of measurements to edit: a row for each, with its quantity, value and unit."""

import ipywidgets as widgets

from bonelab.figures import style
from bonelab.measurements import COLUMNS, measurable

MOST_ROWS = 8
NEW = (3.0, "ctx", 0.5, "ng/mL")
NARROW, WIDE = {"width": "90px"}, {"width": "240px"}


def _name(quantity):
    return style.name(quantity)


class MeasurementTable(widgets.VBox):
    """Rows of time, quantity, value and unit; `edited` is called when one changes by hand.

    Parameters
    ----------
    rows : list of (time, quantity, value, unit)
        What stands in it at first.
    edited : callable
        Called without arguments.
    """

    def __init__(self, rows, edited):
        self._edited, self._quiet, self._spare = edited, False, []
        self._rows = widgets.VBox()
        self.add = widgets.Button(
            description="Add a row",
            icon="plus",
            tooltip="Add a measurement to the table",
            layout={"width": "auto"},
        )
        self.add.on_click(lambda _button: self._append(NEW))
        super().__init__([self._rows, self.add])
        self.add_class("bonelab-measurements")
        self.fill(rows)

    def fill(self, rows):
        """Put other rows into the table, without calling `edited`."""
        made = [*self._rows.children, *self._spare]  # a row that is there is soon filled
        made += [self._row(*values) for values in rows[len(made) :]]
        self._quiet = True
        try:
            for row, values in zip(made, rows, strict=False):
                self._put(row, *values)
        finally:
            self._quiet = False
        self._rows.children, self._spare = tuple(made[: len(rows)]), made[len(rows) :]
        self._allow()

    def frame(self):
        """Return the table as a DataFrame, as `bonelab.fit` takes it."""
        import pandas as pd

        rows = [[cell.value for cell in row.children[:4]] for row in self._rows.children]
        return pd.DataFrame(rows, columns=COLUMNS)

    def _row(self, time, quantity, value, unit):
        names = {_name(each): each for each in measurable()}
        cells = [
            widgets.FloatText(value=time, layout=NARROW, tooltip="Year after the final period"),
            widgets.Dropdown(
                options=names.items(), value=quantity, layout=WIDE, tooltip="What was measured"
            ),
            widgets.FloatText(value=value, layout=NARROW, tooltip="Measured value"),
            widgets.Dropdown(
                options=list(measurable()[quantity]), value=unit, layout=NARROW, tooltip="Unit"
            ),
        ]
        remove = widgets.Button(
            icon="times", tooltip="Take this row away", layout={"width": "36px"}
        )
        row = widgets.HBox([*cells, remove], layout={"flex_flow": "row wrap"})
        remove.on_click(lambda _button: self._remove(row))

        def other_units(change):
            cells[3].options = list(measurable()[change["new"]])

        cells[1].observe(other_units, "value")
        for cell in cells:
            cell.observe(self._changed, "value")
        return row

    def _put(self, row, *values):
        """Set the cells of a row; the quantity before the unit, whose options follow it."""
        for place in (1, 0, 2, 3):
            row.children[place].value = values[place]

    def _changed(self, _change):
        if not self._quiet:
            self._edited()

    def _append(self, row):
        self._rows.children = (*self._rows.children, self._row(*row))
        self._allow()
        self._edited()

    def _remove(self, row):
        self._rows.children = tuple(each for each in self._rows.children if each is not row)
        self._allow()
        self._edited()

    def _allow(self):
        self.add.disabled = len(self._rows.children) >= MOST_ROWS
