// In an opened lesson: say that Python is starting, run the cell that installs the course, and
// offer to run the rest. JupyterLite itself shows none of this.

const FIRST_CELL = "install-in-the-browser";
const LONG = 90; // seconds after which something is probably wrong
const PATIENCE = 500; // milliseconds between two looks

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function strip() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("status.css", import.meta.url).href;
  document.head.append(style);
  const box = document.createElement("div");
  box.id = "bonelab-status";
  box.innerHTML = `<span class="what" role="status"></span><span class="seconds"></span>
    <progress aria-label="Python is starting"></progress>`;
  document.body.append(box);
  return box;
}

function button(box, text, action, kind = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", action);
  box.append(made);
}

function link(box, text, address) {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = text;
  box.append(made);
}

async function openNotebook() {
  for (;;) {
    const panel = window.jupyterapp?.shell.currentWidget;
    if (panel?.sessionContext && panel.content?.widgets) return panel;
    await pause(PATIENCE);
  }
}

async function kernelOf(panel) {
  await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session?.kernel;
  await kernel.info;
  return kernel;
}

// Run the cell that installs the course; return whether that went well.
async function install(panel) {
  const [cell] = panel.content.widgets;
  if (cell?.model.id !== FIRST_CELL) return true; // the student's own notebook
  panel.content.activeCellIndex = 0;
  await window.jupyterapp.commands.execute("notebook:run-cell");
  return !cell.model.outputs.toJSON().some((output) => output.output_type === "error");
}

function hideWhenCellsRun(kernel, box) {
  kernel.statusChanged.connect((_, status) => { if (status === "busy") box.remove(); });
}

async function main() {
  const box = strip();
  const what = box.querySelector(".what");
  const seconds = box.querySelector(".seconds");
  const begun = performance.now();
  const clock = setInterval(() => {
    const passed = Math.round((performance.now() - begun) / 1000);
    seconds.textContent = `${passed} s`;
    if (passed === LONG) what.textContent = "Python is slow to start. Is there a connection?";
  }, 1000);
  what.textContent = "Python is starting in your browser. Read on meanwhile.";
  const panel = await openNotebook();
  await panel.context.ready;
  if (!panel.content.widgets.some((cell) => cell.model.type === "code")) { // the glossary
    clearInterval(clock);
    box.remove();
    return;
  }
  const kernel = await kernelOf(panel);
  what.textContent = "Python has started. The course is being installed.";
  const installed = await install(panel);
  clearInterval(clock);
  seconds.remove();
  box.querySelector("progress").remove();
  if (installed) {
    what.textContent = "Python is ready. Run the cells one by one with Shift+Enter, or:";
    const runAll = () => window.jupyterapp.commands.execute("notebook:run-all-cells");
    button(box, "Run all cells", runAll);
  } else {
    what.textContent = "The course could not be installed. The first cell says why.";
  }
  link(box, "All lessons", new URL("index.html", import.meta.url));
  button(box, "Close", () => box.remove(), "close");
  hideWhenCellsRun(kernel, box);
}

main();
