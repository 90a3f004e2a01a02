import type { Denial } from "../../http/denial.js";
import { REST_SECONDS } from "./rest.js";

const challenge = (code: Denial["code"], value: string): Denial => ({
  code,
  headers: ["www-authenticate", value],
});

const invalid = (description: string) =>
  challenge("UNAUTHENTICATED", `Bearer error="invalid_token", error_description="${description}"`);

const INVALID = invalid("The token is not a valid one");

// Claims are looked at after the signature, so that only who holds a real token learns what is wrong with it.
const BY_CLAIM: Readonly<Record<string, Denial>> = {
  exp: invalid("The token has expired or does not say when it does"),
  nbf: invalid("The token is not valid yet"),
  iss: invalid("The token is from another issuer"),
  aud: invalid("The token is for another audience"),
  sub: invalid("The token does not say whose it is"),
};

/** Refuses a token, with the claim that is wrong if it is one. */
export const invalidToken = (claim = ""): Denial => BY_CLAIM[claim] ?? INVALID;

/** Refuses a request without a token; by RFC 6750 the challenge names no error. */
export const NO_TOKEN = challenge("UNAUTHENTICATED", "Bearer");

/** Refuses a good token that lacks the role. */
export const FORBIDDEN = challenge(
  "FORBIDDEN",
  'Bearer error="insufficient_scope", error_description="The token lacks the role"',
);

/** Refuses a token that cannot be checked for now. */
export const UNAVAILABLE: Denial = {
  code: "AUTH_UNAVAILABLE",
  headers: ["retry-after", REST_SECONDS],
};
