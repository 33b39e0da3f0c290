"""The copy to read: every lesson, executed, as static pages that load nothing from outside.

From top to bottom: `__main__` builds the folder, `execution` runs a notebook, `still` says there,
in the kernel, what stands for an app or a prediction, `outputs` and `prose` turn outputs and
Markdown into HTML, `mathematics` turns formulas into MathML, and `pages` puts a page together.
"""
