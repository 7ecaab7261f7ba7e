// The projector: one screen at a time by the keys alone. What is shown stays in the address, so that a reload, or a
// browser that died, comes back to it.
const all = () => [...document.querySelectorAll(".slide")];
let shown = decodeURIComponent(location.hash.slice(1));

const show = (slide) => {
  for (const one of all()) one.classList.toggle("shown", one === slide);
  shown = slide.id;
  history.replaceState(null, "", `#${encodeURIComponent(shown)}`);
};
const turn = (by) => {
  const slides = all();
  const at = slides.findIndex((slide) => slide.id === shown);
  const next = slides[Math.min(slides.length - 1, Math.max(0, at + by))];
  show(next);
  next.focus({ preventScroll: true });
};
// A board whose card was taken off is still there: the nearest screen of the same board, else the first.
const stay = () => {
  const slides = all();
  const same = slides.find((slide) => slide.id === shown);
  const board = shown.split("-").slice(0, 2).join("-");
  show(same ?? slides.find((slide) => slide.id === board || slide.id.startsWith(`${board}-`)) ?? slides[0]);
};

const clock = keepClock("/workshop/clock", (_, left, runs) => {
  const place = document.getElementById("clock");
  const [minutes, seconds] = clockParts(left);
  place.textContent = left || !runs ? `${minutes}:${seconds}` : place.dataset.over;
  place.classList.toggle("runs", runs);
  place.classList.toggle("over", !left);
  place.dataset.state = runs ? "runs" : "stands";
});
const setClock = async (act) => {
  try {
    const answer = await fetch(`/workshop/clock/${act}`, { method: "POST" });
    if (answer.ok) clock.set(await answer.json());
    clock.tick();
  } catch {
    document.getElementById("lost").hidden = false;
  }
};

const keys = document.getElementById("keys");
const acts = {
  ArrowRight: () => turn(1),
  PageDown: () => turn(1),
  ArrowLeft: () => turn(-1),
  PageUp: () => turn(-1),
  Home: () => turn(-Infinity),
  End: () => turn(Infinity),
  " ": () => setClock(document.getElementById("clock").dataset.state === "runs" ? "stop" : "start"),
  ArrowUp: () => setClock("more"),
  "+": () => setClock("more"),
  ";": () => setClock("more"),
  f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
  "?": () => (keys.open ? keys.close() : keys.showModal()),
};
document.addEventListener("keydown", (event) => {
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || (event.repeat && event.key === " ")) return;
  event.preventDefault();
  act();
});

// What the groups have done meanwhile; the screen that is shown stays.
let before = document.getElementById("slides").innerHTML;
setInterval(async () => {
  try {
    const answer = await fetch("/workshop/show");
    document.getElementById("lost").hidden = answer.ok;
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("slides");
    fresh.querySelector("#clock").removeAttribute("data-left");
    if (fresh.innerHTML === before) return;
    before = fresh.innerHTML;
    document.getElementById("slides").replaceChildren(...document.importNode(fresh, true).childNodes);
    stay();
    clock.tick();
  } catch {
    document.getElementById("lost").hidden = false;
  }
}, 3000);
stay();
