/* A link may carry the code behind its #, which no browser sends to anybody: it goes into the field and out of sight. */
const field = document.querySelector("input[name=code]");
const code = decodeURIComponent(location.hash.slice(1));
if (field && /^[a-z0-9-]{16,24}$/i.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  document.querySelector("input[name=password1]")?.focus();
}
