// A form to which somebody comes back (the Back button, or the page loaded anew) keeps its token, though the page was
// asked for again: what was sent by it stands once. Without this the server asks where the very same comes again.
const field = document.querySelector("form[data-sent-once] input[name=form_token]");

if (field) {
  const kept = window.history.state && window.history.state.formToken;
  if (kept) {
    field.value = kept;
    field.insertAdjacentHTML("afterend", '<input type="hidden" name="_back" value="1">');
  } else window.history.replaceState({ ...window.history.state, formToken: field.value }, "");
}
