"""Text with computed numbers in it: `say(...)`, `table(...)`, and references: `cite(...)`."""

from bonelab import messages
from bonelab.parameter_table import read_table


class Text:
    """Markdown that a notebook shows as prose.

    Parameters
    ----------
    markdown : str
        The text; numbers are put in with an f-string, so that they come from a run.
    """

    def __init__(self, markdown):
        self.markdown = markdown

    def _repr_markdown_(self):
        return self.markdown

    def __repr__(self):
        """Return the text itself, for a terminal."""
        return self.markdown


def say(*sentences):
    """Show sentences as prose, each on a line of its own.

    Parameters
    ----------
    *sentences : str
        Markdown, usually f-strings with numbers that were just computed.
    """
    return Text("\n\n".join(sentences))


def table(rows, header, number="{}"):
    """Show rows as a table.

    Parameters
    ----------
    rows : iterable of sequences
        The cells of each row, text or numbers.
    header : sequence of str
        What stands above the columns.
    number : str
        How numbers are written, for instance "{:.1f} %"; text is shown as it is.

    Raises
    ------
    ValueError
        If a row has more or fewer cells than the header.
    """
    width = len(header)
    lines = [_row(header), _row(["---"] * width)]
    for cells in rows:
        if len(cells) != width:
            raise ValueError(f"table: {len(cells)} cells in {cells}, but the header has {width}")
        lines.append(_row(c if isinstance(c, str) else number.format(c) for c in cells))
    return Text("\n".join(lines))


def _row(cells):
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def cite(*keys):
    """Show the references with these keys as a list, each with its DOI.

    Parameters
    ----------
    *keys : str
        Keys of `bonelab.references()`, in the order in which they are shown.

    Raises
    ------
    KeyError
        If a key is not in the bibliography; the message names the nearest.
    """
    rows = {row["key"]: row for row in read_table("references.csv")}
    return Text("\n".join(_item(rows[messages.known("cite", key, rows)]) for key in keys))


def _item(row):
    journal = f"*{row['journal']}*" if row["journal"] else ""
    where = f"{journal} {row['year']}".strip()
    item = f"- {row['authors'].rstrip('.')}. {row['title']}."
    if where:
        item += f" {where}."
    if row["doi"]:
        item += f" [doi:{row['doi']}](https://doi.org/{row['doi']})"
    return item
