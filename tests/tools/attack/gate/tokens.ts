import { createHmac } from "node:crypto";

import { exportJWK, generateKeyPair, UnsecuredJWT } from "jose";

import { once } from "../../bench/lib/once.js";
import type { Attack } from "../lib/attack.js";
import type { Field } from "../lib/field.js";
import { askAbout, GOOD } from "../lib/people.js";
import { AUDIENCE, type TokenIssuer } from "../../../support/token-issuer.js";

const HOUR = 3_600;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token whose signature is an HMAC by a text, whatever its header says. */
const byText = (header: object, claims: object, secret: string): string => {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
};

/** The key of somebody who signs tokens without a right to. */
const stranger = once(() => generateKeyPair("RS256", { extractable: true }));

type Forge = (issuer: TokenIssuer) => string | Promise<string>;

const now = (): number => Math.floor(Date.now() / 1_000);

const claimsOf = ({ issuer }: TokenIssuer): Record<string, unknown> => ({
  ...GOOD,
  iss: issuer,
  aud: AUDIENCE,
  sub: "subject-1",
  oid: "object-1",
  nbf: now(),
  exp: now() + HOUR,
});

const withHeader =
  (header: Record<string, unknown>): Forge =>
  async (issuer) => {
    const { privateKey } = await stranger();
    return issuer.sign(GOOD, { key: privateKey, header });
  };

const withClaims =
  (claims: Record<string, unknown>): Forge =>
  (issuer) =>
    issuer.sign({ ...GOOD, ...claims });

const edited =
  (edit: (parts: string[], issuer: TokenIssuer) => void): Forge =>
  async (issuer) => {
    const parts = (await issuer.sign(GOOD)).split(".");
    edit(parts, issuer);
    return parts.join(".");
  };

/** Tokens that none may get in with. */
const TOKENS: Readonly<Record<string, Forge>> = {
  "no signature": (issuer) => new UnsecuredJWT(claimsOf(issuer)).encode(),
  ...Object.fromEntries(
    ["none", "None", "NONE", "nOnE", "", "RS256 ", "rs256"].map((alg) => [
      `the algorithm "${alg}"`,
      (issuer: TokenIssuer) => `${part({ alg, kid: "key-1" })}.${part(claimsOf(issuer))}.`,
    ]),
  ),
  "HS256 by the public key in PEM": async (issuer) =>
    byText({ alg: "HS256", kid: "key-1" }, claimsOf(issuer), await issuer.publicPem()),
  "HS256 by the public key in PEM, called RS256": async (issuer) =>
    byText({ alg: "RS256", kid: "key-1" }, claimsOf(issuer), await issuer.publicPem()),
  "HS256 by nothing": (issuer) => byText({ alg: "HS256", kid: "key-1" }, claimsOf(issuer), ""),
  "the key of a stranger": withHeader({}),
  "a kid that is unknown": withHeader({ kid: "key-9" }),
  "a kid that is a path": withHeader({ kid: "../../../../dev/null" }),
  "a kid that is SQL": withHeader({ kid: "key-1' UNION SELECT 'a" }),
  "a kid that is an object's": withHeader({ kid: "__proto__" }),
  "a kid that is no text": withHeader({ kid: 1 }),
  "a header with its own key": async (issuer) => {
    const { privateKey, publicKey } = await stranger();
    return issuer.sign(GOOD, { key: privateKey, header: { jwk: await exportJWK(publicKey) } });
  },
  "a header that says where its keys are": withHeader({ jku: "http://127.0.0.1:9/keys" }),
  "a header with a chain of certificates": withHeader({ x5c: ["MIIB"], x5u: "http://127.0.0.1:9" }),
  "a critical header that nobody knows": (issuer) =>
    edited((parts) => {
      parts[0] = part({ alg: "RS256", kid: "key-1", crit: ["x"], x: 1 });
    })(issuer),
  "a payload that is not encoded": (issuer) =>
    edited((parts) => {
      parts[0] = part({ alg: "RS256", kid: "key-1", crit: ["b64"], b64: false });
    })(issuer),
  "another audience": withClaims({ aud: "api://else" }),
  "no audience": withClaims({ aud: undefined }),
  "an audience that begins alike": withClaims({ aud: `${AUDIENCE}.evil.example` }),
  "another issuer": withClaims({ iss: "https://evil.example" }),
  "an issuer that begins alike": (issuer) => issuer.sign({ ...GOOD, iss: `${issuer.issuer}/` }),
  "another tenant": withClaims({
    iss: "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
  }),
  "a time that is over": withClaims({ exp: 1 }),
  "no end": withClaims({ exp: undefined }),
  "an end that is a text": (issuer) => issuer.sign({ ...GOOD, exp: "9999999999" }).catch(() => ""),
  "a time to come": withClaims({ nbf: now() + HOUR }),
  "nobody's name": withClaims({ sub: undefined, oid: undefined }),
  "claims that were changed": edited((parts, issuer) => {
    parts[1] = part({ ...claimsOf(issuer), roles: ["api", "vih.pseudonym", "admin"] });
  }),
  "a signature that is cut": edited((parts) => {
    parts[2] = parts[2]!.slice(0, -4);
  }),
  "a signature of zeros": edited((parts) => {
    parts[2] = Buffer.alloc(256).toString("base64url");
  }),
  "four parts": edited((parts) => void parts.push("")),
  "five parts, as encrypted ones have": edited((parts) => void parts.push("", "")),
  "a header twice": edited((parts) => {
    parts[0] = Buffer.from('{"alg":"none","alg":"RS256","kid":"key-9"}').toString("base64url");
  }),
  "no role": withClaims({ roles: undefined }),
  "a role that is a text": withClaims({ roles: "api vih.pseudonym" }),
  "the role of the api alone": withClaims({ roles: ["api"] }),
  "a role of another model": withClaims({ roles: ["api", "riesgo.pseudonym"] }),
  "roles in an object": withClaims({ roles: { 0: "api", 1: "vih.pseudonym", length: 2 } }),
  "no second factor": withClaims({ amr: ["pwd"] }),
  "a second factor that is a text": withClaims({ amr: "mfa" }),
  "a second factor of nobody": withClaims({ amr: undefined }),
};

const answerOf = async ({ issuer }: Field, url: string, forge: Forge): Promise<number> =>
  (await askAbout(url, "10056", await forge(issuer))).status;

/** Asks about people with tokens that none may get in with. */
export const tokens: Attack = {
  tried: `${Object.keys(TOKENS).length} tokens at a model about people: no signature, the public key as a secret, tricks with \`kid\`, \`jku\`, \`crit\`, other issuers, audiences, tenants and times, roles and factors of other types`,
  aim: "a token other than a good one is answered with anything but 401 or 403",
  stopped:
    "one algorithm, the issuer's keys alone, claims of their exact types (`api/src/security/authentication/entra.ts`)",
  async play(field, { short }) {
    const { url } = await field.sensitive();
    const good = await answerOf(field, url, withClaims({}));
    if (good !== 200) throw new Error(`a good token is answered with ${good}`);
    const successes: string[] = [];
    let [refused, forbidden] = [0, 0];
    const forged = Object.entries(TOKENS).filter((_, at) => !short || at % 3 === 0);
    for (const [name, forge] of forged) {
      const status = await answerOf(field, url, forge);
      if (status === 401) refused++;
      else if (status === 403) forbidden++;
      else successes.push(`${name}: ${status}`);
    }
    return {
      tries: forged.length,
      successes,
      figures: `${refused} × 401, ${forbidden} × 403`,
    };
  },
};
