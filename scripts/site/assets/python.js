// Fetch the files that Python in the browser consists of, so that the browser keeps them, and say
// how far it is. The list, python.json, was made when the site was built.

export async function loadPython(onProgress, signal) {
  const list = await (await fetch("python.json", { signal })).json();
  const total = list.files.reduce((sum, [, bytes]) => sum + bytes, 0);
  let loaded = 0;
  const fetchOne = async ([name, bytes]) => {
    const answer = await fetch(list.address + name, { signal });
    if (!answer.ok) throw new Error(`${answer.status} for ${name}`);
    let here = 0;
    const reader = answer.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const counted = Math.min(part.value.length, bytes - here); // never more than was announced
      here += counted;
      loaded += counted;
      onProgress(loaded, total);
    }
    loaded += bytes - here;
  };
  await Promise.all(list.files.map(fetchOne));
  onProgress(total, total);
}
