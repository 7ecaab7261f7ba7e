// What can be clicked in the conversation; Gradio calls this once, with the element that holds it.
window.conversationLoaded = (element, trigger, watch) => {
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("ask" in button.dataset) trigger("submit", { question: button.dataset.ask });
    if ("edit" in button.dataset) trigger("edit", { turn: Number(button.dataset.edit) });
    if ("again" in button.dataset) trigger("retry");
    if ("confirm" in button.dataset) trigger("like");
    if ("skip" in button.dataset) document.querySelector("#question textarea").focus();
    if ("copy" in button.dataset) copyAnswer(button);
    if ("unfold" in button.dataset) unfold(button);
    if ("light" in button.dataset) goTo(button.closest(".card"));
    if ("back" in button.dataset) goBack(button.closest(".card"));
  });
  let turns = 0;
  watch("value", () => {
    const last = element.querySelector("[data-last]");
    say(last ? last.dataset.announce : "");
    const now = element.querySelectorAll(".turn").length;
    // An answer is read from its beginning: the question that was just asked goes to the top.
    if (now > turns) last.scrollIntoView({ block: "start", behavior: "instant" });
    turns = now;
  });
};

// A screen reader hears that an answer is there, once; not every draft of it.
const say = (sentence) => {
  const place = document.getElementById("announced");
  if (place.textContent !== sentence) place.textContent = sentence;
};

const lightUp = (card) => {
  document.querySelectorAll(".card.lit").forEach((other) => other.classList.remove("lit"));
  card.classList.add("lit");
};

const goTo = (card) => {
  lightUp(card);
  card.scrollIntoView({ block: "nearest", behavior: "instant" });
  card.focus({ preventScroll: true });
};

// To where the answer cites this card first.
const goBack = (card) => {
  const marker = card.closest(".turn").querySelector(`a.marker[href="#${card.id}"]`);
  marker.scrollIntoView({ block: "center", behavior: "instant" });
  marker.focus({ preventScroll: true });
};

const unfold = (button) => {
  const whole = button.parentElement.querySelector("h2").classList.toggle("whole");
  button.setAttribute("aria-expanded", String(whole));
};

// [1], or a tap on the card, lights the card up; [1] once more opens the whole row.
document.addEventListener("click", (event) => {
  const marker = event.target.closest("a.marker");
  if (!marker) {
    const tapped = event.target.closest(".card");
    if (tapped && !event.target.closest("a, button")) lightUp(tapped);
    return;
  }
  event.preventDefault();
  const card = document.getElementById(marker.hash.slice(1))?.closest(".card");
  if (!card) return;
  const whole = card.querySelector(".open a");
  if (card.classList.contains("lit") && whole) {
    openSheet(whole.href);
    return;
  }
  goTo(card);
});

// As formatted text for Word and as plain text for all else; `navigator.clipboard` is missing over plain http.
const copyAnswer = (button) => {
  const words = document.getElementById(`copy-${button.dataset.copy}`);
  words.hidden = false;
  const plain = words.innerText;
  words.hidden = true;
  const fill = (event) => {
    event.clipboardData.setData("text/html", words.innerHTML);
    event.clipboardData.setData("text/plain", plain);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", fill, true);
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill, true);
  say(done ? button.dataset.done : button.dataset.failed);
  if (done) button.textContent = button.dataset.done;
};
