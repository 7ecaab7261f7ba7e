// What Gradio's own parts do not tell a screen reader.
const mendAccordions = () => {
  for (const button of document.querySelectorAll(".gr-accordion > button.label-wrap")) {
    const content = button.nextElementSibling;
    const open = content && getComputedStyle(content).display !== "none";
    if (button.getAttribute("aria-expanded") !== String(open)) button.setAttribute("aria-expanded", String(open));
  }
};
new MutationObserver(mendAccordions).observe(document, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["style"],
});
