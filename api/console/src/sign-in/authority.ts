import type { SignInOffer } from "../api/types.js";

/** Why a sign-in came to nothing. */
export class SignInFailed extends Error {
  /** What the authority calls it, or empty. */
  readonly code: string;

  constructor(code = "") {
    super(code);
    // It is shown, and comes from the address.
    this.code = /^\w{1,40}$/.test(code) ? code : "";
  }
}

/** The urls of an authority, as OpenID Connect Discovery names them. */
export interface Authority {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

const SECONDS = 10;

/** Sends a request to the authority, and reads its JSON. @throws SignInFailed */
export const fetchJson = async <T>(url: string, form?: URLSearchParams): Promise<T> => {
  try {
    const response = await fetch(url, {
      ...(form && { method: "POST", body: form }),
      credentials: "omit",
      signal: AbortSignal.timeout(SECONDS * 1_000),
    });
    const json = (await response.json()) as T & { readonly error?: string };
    if (response.ok) return json;
    throw new SignInFailed(json.error);
  } catch (error) {
    throw error instanceof SignInFailed ? error : new SignInFailed();
  }
};

/** Reads the urls of an authority, which must be its own. @throws SignInFailed */
export const authorityOf = async ({ authority }: SignInOffer): Promise<Authority> => {
  const found = await fetchJson<Authority>(`${authority}/.well-known/openid-configuration`);
  const { origin } = new URL(authority);
  const isOwn = (url: unknown): boolean =>
    typeof url === "string" && URL.canParse(url) && new URL(url).origin === origin;
  if (!isOwn(found.authorization_endpoint) || !isOwn(found.token_endpoint))
    throw new SignInFailed();
  return found;
};

/** Where the authority sends the reader back to: it has to be registered there. */
export const redirectUrl = (): string => `${location.origin}/`;
