// What JupyterLite keeps in this browser: the notebooks that were changed lie in IndexedDB.

const BASE = "bonelab"; // as lite.py names it
const STORE = "files";

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Delete the kept notebooks, and only those; return how many there were.
export async function forgetNotebooks() {
  const bases = await indexedDB.databases();
  if (!bases.some((base) => base.name === BASE)) return 0;
  const base = await settled(indexedDB.open(BASE));
  let number = 0;
  if (base.objectStoreNames.contains(STORE)) {
    const store = base.transaction(STORE, "readwrite").objectStore(STORE);
    for (const key of await settled(store.getAllKeys())) {
      if (!String(key).endsWith(".ipynb")) continue;
      await settled(store.delete(key));
      number += 1;
    }
  }
  base.close();
  return number;
}
