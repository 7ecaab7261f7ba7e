// Gives names to what Gradio leaves without: groups of choices, and the line that tells how many rows were found.
window.browseLoaded = (count) => {
  count.setAttribute("role", "status");
  const tab = count.closest("[role=tabpanel]");
  const nameGroups = () => {
    for (const group of tab.querySelectorAll("fieldset:not([aria-label])")) {
      const name = group.querySelector("[data-testid=block-info]");
      if (name) group.setAttribute("aria-label", name.textContent);
    }
  };
  nameGroups();
  new MutationObserver(nameGroups).observe(tab, { childList: true, subtree: true }); // some come when they are needed
};
