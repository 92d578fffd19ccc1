// "/" goes to the search or the first filter of the page, unless somebody is typing.
const TYPED_IN = "input, textarea, select, [contenteditable]";

function searchField() {
  return document.querySelector("input[type=search], [data-search], form[role=search] input:not([type=hidden]), form[role=search] select");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest(TYPED_IN)) return;
  const field = searchField();
  if (!field) return;
  event.preventDefault();
  field.focus();
});
