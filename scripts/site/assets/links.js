// In JupyterLite's notebook view a link to another notebook leads to an empty page. Here it leads to
// the notebook, in a tab of its own that is used again, and to the cell that the link names.

const FILES = new URL("app/files/", import.meta.url).href;
const VIEW = new URL("app/notebooks/index.html", import.meta.url).href;
const CELL = "#cell-id=";
const PATIENCE = 200; // milliseconds between two looks

function open(event) {
  const link = event.target.closest?.("a[href]");
  if (!link?.href.startsWith(FILES)) return;
  const target = new URL(link.href);
  const path = decodeURIComponent(target.href.slice(FILES.length).split("#")[0]);
  if (!path.endsWith(".ipynb")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  window.open(`${VIEW}?path=${encodeURIComponent(path)}${target.hash}`, `bonelab ${path}`);
}

async function showTheCell() {
  if (!location.hash.startsWith(CELL)) return;
  const wanted = decodeURIComponent(location.hash.slice(CELL.length));
  for (;;) {
    const cells = window.jupyterapp?.shell.currentWidget?.content?.widgets ?? [];
    const cell = cells.find((candidate) => candidate.model.id === wanted);
    if (cell?.node.querySelector(".jp-RenderedMarkdown > *")) {
      await new Promise((resolve) => setTimeout(resolve, PATIENCE)); // until those above have settled
      cell.node.scrollIntoView();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
  }
}

addEventListener("click", open, true);
addEventListener("hashchange", showTheCell);
showTheCell();
