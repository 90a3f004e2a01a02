import { hash } from "node:crypto";

import { errors, jwtVerify, type JWTPayload } from "jose";
import type { Logger } from "pino";

import type { AuthResult, Identity } from "../../http/auth-result.js";
import { createRecent } from "../recent.js";
import type { Authenticator } from "./authenticator.js";
import type { EntraSettings } from "./settings.js";
import { KeysUnavailable, signingKeys } from "./signing-keys.js";
import { FORBIDDEN, invalidToken, NO_TOKEN, UNAVAILABLE } from "./token-denials.js";

/** What the check of tokens needs. */
export interface EntraOptions {
  readonly logger: Logger;
  /** Milliseconds of wall-clock time. */
  readonly now?: () => number;
  /** Milliseconds after the keys were fetched in which an unknown one is not looked for; 30,000 by default. */
  readonly cooldown?: number;
  /** Milliseconds to wait for the issuer to publish them; 3,000 by default. */
  readonly timeout?: number;
}

interface Verified {
  readonly result: AuthResult;
  /** Milliseconds of wall-clock time. */
  readonly until: number;
}

const TOLERANCE_SECONDS = 60;
const SCHEME = "bearer ";

/**
 * Authenticates by a bearer token that the issuer signed for this api. A token is verified once; until it expires, its
 * digest is enough.
 */
export const entraAuthenticator = (
  { issuers, audiences, jwksUrl, roles }: EntraSettings,
  { logger, now = Date.now, cooldown = 30_000, timeout = 3_000 }: EntraOptions,
): Authenticator => {
  const keys = signingKeys({ url: jwksUrl, logger, now, cooldown, timeout });
  const seen = createRecent<Verified>(1_000);

  const resultOf = (claims: JWTPayload): AuthResult => {
    const name = [claims["oid"], claims.sub].find((id) => typeof id === "string");
    if (name === undefined) return invalidToken("sub");
    const held = rolesOf(claims);
    if (roles.length > 0 && !roles.some((role) => held.includes(role))) return FORBIDDEN;
    return { name, kind: "entra", claims } satisfies Identity;
  };

  const verify = async (token: string, digest: string): Promise<AuthResult> => {
    try {
      const { payload } = await jwtVerify<{ readonly exp: number }>(token, keys, {
        issuer: [...issuers],
        audience: [...audiences],
        algorithms: ["RS256"],
        // Without it a token that never expires would be good.
        requiredClaims: ["exp"],
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(now()),
      });
      const result = resultOf(payload);
      seen.set(digest, { result, until: (payload.exp + TOLERANCE_SECONDS) * 1_000 });
      return result;
    } catch (error) {
      if (error instanceof KeysUnavailable) return UNAVAILABLE;
      if (error instanceof errors.JWTExpired) return invalidToken("exp");
      if (error instanceof errors.JWTClaimValidationFailed) return invalidToken(error.claim);
      if (error instanceof errors.JOSEError) return invalidToken();
      throw error;
    }
  };

  return ({ authorization = "" }) => {
    if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return NO_TOKEN;
    const token = authorization.slice(SCHEME.length);
    const digest = hash("sha256", token, "hex");
    const known = seen.get(digest);
    return known !== undefined && now() < known.until ? known.result : verify(token, digest);
  };
};

const rolesOf = ({ roles }: JWTPayload): readonly unknown[] => (Array.isArray(roles) ? roles : []);
