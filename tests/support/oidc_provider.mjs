// The certified OpenID provider of npm, as a company would run one: PKCE required, a confidential client, groups in the
// ID token. Started by tests/support/oidc_provider.py; whoever is typed in as login is who signs in.
import Provider from "oidc-provider";

const [port, callback, afterSignOut] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const people = {
  anna: { name: "Anna Nowak", email: "anna@example.org", groups: ["everybody", "support"] },
  lena: { name: "Lena Vogel", email: "lena@example.org", groups: ["support", "support-leads"] },
  guest: { name: "A Guest", email: "guest@example.org", groups: ["everybody"] },
};

const provider = new Provider(issuer, {
  clients: [{
    client_id: "frontdesk",
    client_secret: "a secret of the tests",
    redirect_uris: [callback],
    post_logout_redirect_uris: [afterSignOut],
  }],
  cookies: { keys: ["a key of the tests"] },
  pkce: { required: () => true },
  conformIdTokenClaims: process.env.CLAIMS_IN_PROFILE_ONLY === "yes",
  claims: { openid: ["sub"], profile: ["name"], email: ["email"], groups: ["groups"] },
  scopes: ["openid", "profile", "email", "groups"],
  features: { rpInitiatedLogout: { enabled: true }, devInteractions: { enabled: true } },
  findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
