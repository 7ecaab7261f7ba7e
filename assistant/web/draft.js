// What is being typed outlives a reload, in this tab only: a server that is started anew reloads the page.
const DRAFT = "mazuippo-draft";
const box = () => document.querySelector("#question textarea:not(:disabled)");
addEventListener("pagehide", () => {
  const words = box()?.value;
  if (words) sessionStorage.setItem(DRAFT, words);
});
const restoreDraft = () => {
  const words = sessionStorage.getItem(DRAFT);
  if (!words) return;
  if (!box()) {
    requestAnimationFrame(restoreDraft);
    return;
  }
  sessionStorage.removeItem(DRAFT);
  if (box().value) return;
  box().value = words;
  box().dispatchEvent(new Event("input", { bubbles: true }));
};
restoreDraft();
