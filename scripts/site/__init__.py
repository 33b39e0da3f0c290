"""The course as a static site: Python runs in the student's browser, and no server is needed.

`python -m scripts.site` builds it. The parts: `environment` makes the tools' own environment,
`course` reads what the lessons say of themselves, `contents` gives each notebook its first cell,
`pyodide` knows Python's files, `lite` builds JupyterLite, `landing` writes the page that the site
opens on, `bench` times it all in a browser.
"""
