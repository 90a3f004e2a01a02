import { ask } from "../api/ask.js";
import type { SignInAnswer } from "../api/types.js";
import { urls } from "../api/urls.js";
import { authorityOf, fetchJson, redirectUrl, SignInFailed } from "./authority.js";
import { takePending, type Pending } from "./pending.js";

/** What the authority sent the reader back with. */
export interface Arrival {
  readonly pending: Pending;
  readonly answer: URLSearchParams;
}

/**
 * Takes what the authority sent back out of the address, and shows the view there that the reader left.
 *
 * @returns undefined where nobody comes from a sign-in that this tab began
 */
export const takeArrival = (): Arrival | undefined => {
  const pending = takePending();
  const answer = new URLSearchParams(location.hash.slice(1));
  const isAnswer = answer.has("state") && (answer.has("code") || answer.has("error"));
  if (!isAnswer) return undefined;
  history.replaceState(null, "", `${location.pathname}${pending?.hash ?? ""}`);
  return pending && { pending, answer };
};

/** Redeems the code for a token. @throws SignInFailed or Fault */
export const tokenOf = async ({ pending, answer }: Arrival): Promise<string> => {
  const code = answer.get("code");
  if (answer.get("state") !== pending.state) throw new SignInFailed();
  if (code === null) throw new SignInFailed(answer.get("error") ?? "");
  const { signIn } = await ask<SignInAnswer>(urls.signIn);
  if (signIn === null) throw new SignInFailed();
  const { token_endpoint } = await authorityOf(signIn);
  const { id_token, access_token } = await fetchJson<Tokens>(
    token_endpoint,
    new URLSearchParams({
      grant_type: "authorization_code",
      client_id: signIn.clientId,
      ...{ code, code_verifier: pending.verifier },
      redirect_uri: redirectUrl(),
    }),
  );
  const { nonce, aud } = claimsOf(id_token);
  if (nonce !== pending.nonce || aud !== signIn.clientId || typeof access_token !== "string")
    throw new SignInFailed();
  return access_token;
};

interface Tokens {
  readonly id_token?: unknown;
  readonly access_token?: unknown;
}

/** The claims of a token that came from the authority itself, so that its signature need not be checked. */
const claimsOf = (token: unknown): { readonly nonce?: unknown; readonly aud?: unknown } => {
  try {
    const [, payload = ""] = String(token).split(".");
    return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as object;
  } catch {
    return {};
  }
};
