// Runs before Gradio's own handlers see an event.
document.documentElement.lang = "ja";
// Enter that ends the composition of Japanese input chooses a word; it must not send half a question.
// 229 is what browsers report for keys that an input method takes, also just after `compositionend`.
for (const kind of ["keydown", "keypress"]) {
  document.addEventListener(
    kind,
    (event) => {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
    },
    true,
  );
}
