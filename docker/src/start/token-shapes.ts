/** A version of the access tokens of Entra. https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
export type TokenVersion = "1.0" | "2.0";

/** What tokens of one version say, beside who the caller is. */
export interface TokenShape {
  /** The path of the issuer. */
  readonly issuer: string;
  readonly audience: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What the token of a caller says who signed in with a second factor. */
  readonly secondFactor: Readonly<Record<string, unknown>>;
}

const TENANT = "00000000-0000-4000-8000-000000000001";
const CLIENT = "00000000-0000-4000-8000-000000000002";

/** The authentication context of this machine. */
export const CONTEXT = "c1";

/** Tokens of version 1.0 name the api by its url and list the methods of signing in; those of version 2.0 do neither. */
export const TOKEN_SHAPES: Readonly<Record<TokenVersion, TokenShape>> = {
  "1.0": {
    issuer: `/${TENANT}/`,
    audience: "api://despliega-local",
    claims: { ver: "1.0", tid: TENANT, appid: CLIENT },
    secondFactor: { amr: ["pwd", "mfa"] },
  },
  "2.0": {
    issuer: `/${TENANT}/v2.0`,
    audience: CLIENT,
    claims: { ver: "2.0", tid: TENANT, azp: CLIENT },
    secondFactor: { acrs: [CONTEXT] },
  },
};
