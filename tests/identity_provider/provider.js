// A real OpenID Connect provider (npm's oidc-provider) for the tests of sign-in: everybody is made up.
// Started with the client's address; it prints its own once it listens.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [redirect, port] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const people = JSON.parse(process.env.PEOPLE);

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "lippen",
      client_secret: "a-secret-of-the-tests",
      redirect_uris: [redirect],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["a key of the tests"] },
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: people[id].email, email_verified: people[id].verified, name: people[id].name }),
  }),
  async loadExistingGrant(context) {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

const page = (body) =>
  `<!doctype html><html lang="en"><title>Sign in at the made-up council</title><h1>The made-up council</h1>${body}</html>`;

createServer(async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return provider.callback()(request, response);
  if (request.method === "POST") {
    let sent = "";
    for await (const part of request) sent += part;
    const who = new URLSearchParams(sent).get("who");
    if (!who) {
      const refused = { error: "access_denied", error_description: "broken off" };
      return provider.interactionFinished(request, response, refused, { mergeWithLastSubmission: false });
    }
    const login = { accountId: who, amr: people[who].amr };
    return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  }
  const buttons = Object.keys(people).map((who) => `<button name="who" value="${who}">${people[who].name}</button>`);
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  return response.end(page(`<form method="post">${buttons.join(" ")} <button name="who" value="">Cancel</button></form>`));
}).listen(Number(port), "localhost", () => console.log(`listening at ${issuer}`));
