/* Passkeys: asks the browser for one and sends its answer in the form. Forms with a passkey are hidden until this runs. */

const bytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain + "=".repeat((4 - (plain.length % 4)) % 4)), (letter) => letter.charCodeAt(0)).buffer;
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

function toAdd(options, alone) {
  const given = options.publicKey;
  const wish = { ...(given.authenticatorSelection || {}) };
  wish.residentKey = alone ? "required" : "discouraged";
  wish.requireResidentKey = alone;
  if (alone) wish.userVerification = "required";
  return {
    publicKey: {
      ...given,
      challenge: bytes(given.challenge),
      user: { ...given.user, id: bytes(given.user.id) },
      excludeCredentials: listed(given.excludeCredentials),
      authenticatorSelection: wish,
    },
  };
}

function toShow(options) {
  const given = options.publicKey;
  return { publicKey: { ...given, challenge: bytes(given.challenge), allowCredentials: listed(given.allowCredentials) } };
}

function answered(key) {
  const from = key.response;
  const response = { clientDataJSON: text(from.clientDataJSON) };
  if (from.attestationObject) {
    response.attestationObject = text(from.attestationObject);
    response.transports = from.getTransports ? from.getTransports() : [];
  } else {
    response.authenticatorData = text(from.authenticatorData);
    response.signature = text(from.signature);
    response.userHandle = from.userHandle ? text(from.userHandle) : null;
  }
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    authenticatorAttachment: key.authenticatorAttachment || null,
    response,
    clientExtensionResults: key.getClientExtensionResults(),
  };
}

const WORDS = {
  NotAllowedError: "Your device did not confirm it, or it took too long. Try once more.",
  InvalidStateError: "This device holds a passkey of yours already. Use another device, or remove that one first.",
  SecurityError: "Passkeys do not work at this address. Ask your council's IT desk.",
};

async function ask(form) {
  const kind = form.dataset.passkey;
  if (kind === "add") {
    const options = JSON.parse(document.getElementById("passkey-options").textContent).creation_options;
    const alone = Boolean(form.querySelector("input[name=passwordless]")?.checked);
    return navigator.credentials.create(toAdd(options, alone));
  }
  if (kind === "show") {
    const options = JSON.parse(document.getElementById("passkey-options").textContent).request_options;
    return navigator.credentials.get(toShow(options));
  }
  const told = await fetch(form.dataset.passkeyOptions, { headers: { Accept: "application/json" } });
  if (!told.ok) throw new Error("options");
  return navigator.credentials.get(toShow((await told.json()).request_options));
}

if (!window.PublicKeyCredential) {
  for (const words of document.querySelectorAll("[data-passkey-unknown]")) words.hidden = false;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const trouble = form.querySelector("[data-passkey-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      form.querySelector("input[name=credential]").value = JSON.stringify(answered(await ask(form)));
      HTMLFormElement.prototype.submit.call(form);
    } catch (fault) {
      trouble.textContent = WORDS[fault.name] || "That did not work. Load the page again, then try once more.";
      trouble.hidden = false;
    }
  });
}
