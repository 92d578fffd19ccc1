// A page that waits for a job asks again until the answer differs. Without it there is a link to look again.
const EVERY_MS = 1000;
const waiting = document.querySelector("[data-progress]");

async function askAgain() {
  let answer;
  try {
    answer = await fetch(window.location.href, { credentials: "same-origin" });
  } catch {
    return later();
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-progress]");
  if (answer.redirected || !now) return window.location.assign(answer.redirected ? answer.url : window.location.href);
  const words = now.querySelector("[data-progress-words]");
  const shown = waiting.querySelector("[data-progress-words]");
  if (words && shown && words.textContent !== shown.textContent) shown.textContent = words.textContent;
  return later();
}

function later() {
  setTimeout(askAgain, EVERY_MS);
}

if (waiting) later();
