/** What must survive the way to the authority and back. */
export interface Pending {
  /** Comes back beside the code, so that nobody can hand this page a code of another sign-in. */
  readonly state: string;
  /** Comes back in the identity token, so that the tokens are those of this sign-in. */
  readonly nonce: string;
  /** Proves to the authority that who redeems the code also asked for it (RFC 7636). */
  readonly verifier: string;
  /** The fragment of the view that the reader left. */
  readonly hash: string;
}

const NAME = "despliega.sign-in";

/** Keeps what the next page of this tab needs. */
export const keepPending = (pending: Pending): void =>
  sessionStorage.setItem(NAME, JSON.stringify(pending));

/** Takes what was kept, once. */
export const takePending = (): Pending | undefined => {
  try {
    const text = sessionStorage.getItem(NAME);
    sessionStorage.removeItem(NAME);
    return text === null ? undefined : (JSON.parse(text) as Pending);
  } catch {
    // A browser that lets no page keep anything.
    return undefined;
  }
};
