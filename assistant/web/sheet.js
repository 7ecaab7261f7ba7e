// A link marked data-sheet opens its page within this one: the conversation beneath stays as it is. With Ctrl, Shift
// or without this script it is an ordinary link.
const openSheet = async (address) => {
  const sheet = document.getElementById("sheet");
  const body = document.getElementById("sheet-body");
  document.getElementById("sheet-alone").href = address;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    body.replaceChildren(...document.importNode(page.querySelector("main"), true).childNodes);
  } catch {
    const told = Object.assign(document.createElement("p"), { id: "sheet-title", textContent: sheet.dataset.failed });
    body.replaceChildren(told);
  }
  if (!sheet.open) sheet.showModal();
  sheet.scrollTop = 0;
};

document.addEventListener("click", (event) => {
  if (event.target.closest("#sheet-close") || event.target.id === "sheet") {
    document.getElementById("sheet").close();
    return;
  }
  const link = event.target.closest("a[data-sheet]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  openSheet(link.getAttribute("href")); // a link in a drawing has no address in `href`
});
