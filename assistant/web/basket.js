// The basket: rows that were chosen over several searches, to be taken home together. It lasts as long as the tab.
const BASKET = "mazuippo-basket";
const inBasket = () => new Map(JSON.parse(sessionStorage.getItem(BASKET) ?? "[]"));

const drawBasket = () => {
  const place = document.querySelector(".basket");
  if (!place) return;
  const rows = inBasket();
  place.hidden = !rows.size;
  const count = place.querySelector(".basket-count");
  count.textContent = count.dataset.words.replace("{n}", rows.size);
  const labels = [...rows].map(([value, name]) => {
    const label = document.createElement("label");
    label.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "entry", value, checked: true }));
    label.append(name);
    return label;
  });
  place.querySelector(".rows").replaceChildren(...labels);
};
const keepBasket = (rows) => {
  sessionStorage.setItem(BASKET, JSON.stringify([...rows]));
  drawBasket();
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-basket]");
  if (!button) return;
  const form = button.closest("form");
  const boxes = [...form.querySelectorAll("input[name=entry]")];
  const act = button.dataset.basket;
  if (act === "empty") keepBasket(new Map());
  else if (act === "in") {
    const chosen = boxes.filter((box) => box.checked);
    keepBasket(new Map([...inBasket(), ...chosen.map((box) => [box.value, box.parentElement.textContent.trim()])]));
    form.querySelector(".taken").textContent = chosen.length ? button.dataset.done : form.dataset.none;
  } else for (const box of boxes) box.checked = act === "all";
});
window.basketLoaded = drawBasket;
