/** What proves who looks: a key, or a token of Entra. */
export interface Credential {
  readonly scheme: "key" | "bearer";
  readonly secret: string;
}

// In this variable and nowhere else: it is gone with the page.
let held: Credential | undefined;

/** Keeps a credential for the requests to come; undefined forgets it. */
export const hold = (credential: Credential | undefined): void => {
  held = credential;
};

/** What kind of credential is held; undefined for none. */
export const heldScheme = (): Credential["scheme"] | undefined => held?.scheme;

/** The header that shows the held credential to the api. */
export const credentialHeaders = (): Readonly<Record<string, string>> => {
  if (held === undefined) return {};
  return held.scheme === "bearer"
    ? { authorization: `Bearer ${held.secret}` }
    : { "x-api-key": held.secret };
};
