// What a form brings back is put into the page, so that an answer stays while its cards go to the board.
// Without this script every form is an ordinary one.
const swap = (fresh, ...ids) => {
  for (const id of ids) {
    const [old, made] = [document.getElementById(id), fresh.getElementById(id)];
    if (!old || !made || old.innerHTML === made.innerHTML) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceChildren(...document.importNode(made, true).childNodes);
    if (focused) (document.getElementById(focused) ?? old.querySelector("button"))?.focus();
  }
};
const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
const say = (words) => {
  document.getElementById("said").textContent = words;
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.part) return;
  event.preventDefault();
  const answering = document.getElementById("answer");
  if (form.dataset.part === "answer") answering.textContent = answering.dataset.looking;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const fresh = await read(answer);
    say(fresh.getElementById("said")?.textContent ?? "");
    if (!answer.ok) {
      if (form.dataset.part === "answer") answering.textContent = "";
      return;
    }
    swap(fresh, "board", "lines", "record");
    if (form.dataset.part === "answer") swap(fresh, "answer");
    if ("clear" in form.dataset) form.reset();
  } catch {
    say(document.getElementById("said").dataset.failed);
    if (form.dataset.part === "answer") answering.textContent = "";
  }
});

// What others of the group have done; left alone while someone is at a button of it.
setInterval(async () => {
  try {
    const answer = await fetch("/w/group");
    if (answer.ok) swap(await read(answer), "board", "lines", "record");
    else location.reload();
  } catch {
    // The network is away for a moment; what is on the page stays.
  }
}, 4000);

keepClock("/w/clock", (shown, left, runs) => {
  const [minutes, seconds] = clockParts(left);
  const words = shown.dataset.words.replace("{m}", minutes).replace("{s}", seconds);
  shown.textContent = left || !runs ? words : shown.dataset.over;
});
