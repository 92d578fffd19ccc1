// Starts the design system's own behaviour. Every page works without it.
const root = document.documentElement;
root.classList.remove("no-js");
root.classList.add("js-enabled");

// Only the parts that pages use: initAll would also mark every element for counting clicks, which Lippen never does.
if (window.DS) {
  const { CharacterCount, skipLinks } = window.DS.components;
  for (const field of document.querySelectorAll('[data-module="ds-character-count"]')) {
    new CharacterCount(field).init();
  }
  skipLinks.init();
}

// An error summary takes the focus, so that a screen reader reads it first; but from nobody who is typing already.
const summary = document.getElementById("error-summary");
const here = document.activeElement;
const isUntouched = !here || here === document.body || (here.autofocus && here.value === here.defaultValue);
if (summary && isUntouched) {
  summary.focus({ preventScroll: false });
}

// A page can be printed from a button that only exists where it works.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
