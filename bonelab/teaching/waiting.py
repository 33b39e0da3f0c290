"""A progress bar for whatever takes longer than two seconds."""

import ipywidgets as widgets
from IPython.display import display


def waiting(items, total, text):
    """Yield items one by one while a bar shows how many are done; it goes when all are.

    Parameters
    ----------
    items : iterable
        What is worked through.
    total : int
        How many there are.
    text : str
        What is being done, in two or three words.
    """
    bar = widgets.IntProgress(max=total, description=text, style={"description_width": "initial"})
    display(bar)
    try:
        for item in items:
            yield item
            bar.value += 1
    finally:
        bar.close()
