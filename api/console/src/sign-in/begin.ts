import type { SignInOffer } from "../api/types.js";
import { authorityOf, redirectUrl } from "./authority.js";
import { keepPending } from "./pending.js";

/** Whether this page can sign in: browsers hash for pages of https and of the own machine only. */
export const canSignIn = (): boolean => isSecureContext && "sessionStorage" in globalThis;

/**
 * Sends the reader to the authority, which sends back an authorisation code in the fragment, so that no server sees it.
 *
 * @param claims what the api asks a token to say beyond the usual, as JSON
 * @throws SignInFailed
 */
export const beginSignIn = async (
  offer: SignInOffer,
  claims: string | undefined,
): Promise<void> => {
  const { authorization_endpoint } = await authorityOf(offer);
  const [state, nonce, verifier] = [randomText(), randomText(), randomText()];
  const asked = new URL(authorization_endpoint);
  for (const [name, value] of Object.entries({
    client_id: offer.clientId,
    response_type: "code",
    response_mode: "fragment",
    redirect_uri: redirectUrl(),
    scope: `openid ${offer.scope}`,
    ...{ state, nonce },
    code_challenge: await digestOf(verifier),
    code_challenge_method: "S256",
    ...(claims === undefined ? {} : { claims }),
  }))
    asked.searchParams.set(name, value);
  keepPending({ state, nonce, verifier, hash: location.hash });
  location.assign(asked);
};

const randomText = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const digestOf = async (text: string): Promise<string> =>
  base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
