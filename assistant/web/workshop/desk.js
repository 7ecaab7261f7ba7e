// The desk follows what the groups do, unless someone is at one of its fields.
setInterval(async () => {
  if (document.querySelector("details[open]") || document.activeElement?.matches("select, input")) return;
  try {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = document.querySelectorAll("tbody td:not(:first-of-type)");
    const freshRows = fresh.querySelectorAll("tbody td:not(:first-of-type)");
    rows.forEach((cell, n) => (cell.textContent = freshRows[n]?.textContent ?? cell.textContent));
    const erasing = fresh.querySelector(".erase b");
    if (erasing) document.querySelector(".erase b").textContent = erasing.textContent;
  } catch {
    // The server is away for a moment; the next look will tell.
  }
}, 4000);
