/* A link may carry the code behind its #, which no browser sends to anybody: it goes into the field and out of sight. */
const field = document.querySelector("input[name=code]");
const code = decodeURIComponent(location.hash.slice(1));
if (field && !field.value && /^[a-z0-9-]{16,24}$/i.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  // Whoever is typing already, since this came late, is not moved away from it.
  if ([null, document.body].includes(document.activeElement)) document.querySelector("input[name=password1]")?.focus();
}
