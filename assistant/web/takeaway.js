// A file is fetched here, so that one that cannot be made is told in the page; the page to print opens beside it.
const nameOfFile = (answer) => {
  const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
  return named ? decodeURIComponent(named[1]) : "";
};

const takeHome = async (form, button) => {
  const told = form.querySelector(".taken");
  const fields = new URLSearchParams(new FormData(form));
  if (!fields.size) {
    told.textContent = form.dataset.none;
    return;
  }
  told.textContent = form.dataset.making;
  try {
    const answer =
      form.method === "get"
        ? await fetch(`${button.formAction}?${fields}`)
        : await fetch(button.formAction, { method: "POST", body: fields });
    if (!answer.ok) throw new Error(String(answer.status));
    const address = URL.createObjectURL(await answer.blob());
    const link = Object.assign(document.createElement("a"), { href: address, download: nameOfFile(answer) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    told.textContent = form.dataset.made;
  } catch {
    told.textContent = form.dataset.failed;
  }
};

document.addEventListener("submit", (event) => {
  if (!event.target.closest(".takeaway") || !event.submitter || "page" in event.submitter.dataset) return;
  event.preventDefault();
  takeHome(event.target, event.submitter);
});
