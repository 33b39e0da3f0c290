// A click on a lesson first loads Python, with a bar that shows how far it is, and then opens it.
// Without this script the links open the lessons all the same.
import { forgetNotebooks } from "./storage.js";
import { loadPython } from "./python.js";

const find = (id) => document.getElementById(id);
const megabytes = (bytes) => (bytes / 1e6).toFixed(0);
let loading = null;

async function open(address) {
  loading?.abort();
  const mine = (loading = new AbortController());
  find("loading-on").href = address;
  find("loading-bar").value = 0;
  find("loading-count").textContent = "";
  find("loading-what").textContent = "Python is loading. Then the lesson opens.";
  find("loading").hidden = false;
  try {
    await loadPython((loaded, total) => {
      find("loading-bar").value = loaded / total;
      find("loading-count").textContent = `${megabytes(loaded)} of ${megabytes(total)} MB`;
    }, mine.signal);
    location.assign(address);
  } catch (error) {
    if (mine.signal.aborted) return;
    find("loading-what").textContent =
      "Python could not be loaded. Is there a connection, and does your network allow it?";
    find("loading-count").textContent = `(${error.message})`;
  }
}

function stop() {
  loading?.abort();
  find("loading").hidden = true;
}

for (const link of document.querySelectorAll("a.lesson")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.href);
  });
}
find("loading-stop").addEventListener("click", stop);
addEventListener("pageshow", stop); // back from a lesson: the bar of then is gone
find("forget").addEventListener("click", async () => {
  if (!confirm("Delete your copies of all lessons and exercises? Your predictions stay.")) return;
  const number = await forgetNotebooks();
  find("forgotten").textContent = number ? `${number} deleted.` : "There were none.";
});
