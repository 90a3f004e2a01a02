import { createHash, randomUUID } from "node:crypto";

/** The registration of the console at this machine's issuer: a client without a secret. */
export const CONSOLE_CLIENT = "00000000-0000-4000-8000-000000000003";

const SECONDS = 60;
const MOST_CODES = 100;

/** What a sign-in asked for. */
export interface SignInRequest {
  /** Comes back in the identity token. */
  readonly nonce: string;
  /** Whether the token must show a second factor. */
  readonly secondFactor: boolean;
}

interface IssuedCode extends SignInRequest {
  readonly challenge: string;
  readonly redirect: string;
  readonly until: number;
}

/** Signs everybody in by authorisation codes with PKCE. */
export interface SignIns {
  /** The answer to a request for a code: where the browser goes, or undefined for a page that is not the console. */
  authorize(query: URLSearchParams): string | undefined;
  /** What a code stands for, once; undefined for one that is not good. */
  redeem(form: URLSearchParams): SignInRequest | undefined;
}

/**
 * Makes the codes of this machine's issuer, each good for a minute and once.
 *
 * @param origins of the console: no other page gets a code
 */
export const signInsOf = (
  origins: readonly string[],
  now: () => number = () => performance.now(),
): SignIns => {
  const codes = new Map<string, IssuedCode>();
  return {
    authorize(query) {
      const redirect = query.get("redirect_uri") ?? "";
      const isConsole = origins.some((origin) => redirect === `${origin}/`);
      if (!isConsole || query.get("client_id") !== CONSOLE_CLIENT) return undefined;
      const back = (answer: Readonly<Record<string, string>>): string =>
        `${redirect}#${new URLSearchParams({ ...answer, state: query.get("state") ?? "" }).toString()}`;
      if (query.get("response_type") !== "code" || query.get("response_mode") !== "fragment")
        return back({ error: "unsupported_response_type" });
      const challenge = query.get("code_challenge") ?? "";
      if (query.get("code_challenge_method") !== "S256" || !/^[\w-]{43}$/.test(challenge))
        return back({ error: "invalid_request" });
      if (codes.size >= MOST_CODES) codes.clear();
      const code = randomUUID();
      codes.set(code, {
        nonce: query.get("nonce") ?? "",
        secondFactor: (query.get("claims") ?? "").includes('"acrs"'),
        ...{ challenge, redirect },
        until: now() + SECONDS * 1_000,
      });
      return back({ code });
    },
    redeem(form) {
      const code = form.get("code") ?? "";
      const given = codes.get(code);
      codes.delete(code);
      const digest = createHash("sha256").update(form.get("code_verifier") ?? "");
      const isGood =
        given !== undefined &&
        now() < given.until &&
        form.get("grant_type") === "authorization_code" &&
        form.get("client_id") === CONSOLE_CLIENT &&
        form.get("redirect_uri") === given.redirect &&
        digest.digest("base64url") === given.challenge;
      return isGood ? given : undefined;
    },
  };
};
