// Gives names to what Gradio leaves without: groups of choices, and the line that tells how many rows were found.
window.browseLoaded = (count) => {
  count.setAttribute("role", "status");
  for (const group of count.closest("[role=tabpanel]").querySelectorAll("fieldset")) {
    const name = group.querySelector("[data-testid=block-info]");
    if (name) group.setAttribute("aria-label", name.textContent);
  }
};
