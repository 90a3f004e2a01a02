import type { EntraIdentity } from "@despliega/storage";

/** Who asks for something about people. */
export interface AskedBy {
  /** What the person calls itself: `DESPLIEGA_ACTOR`, or user and host. */
  readonly caller: string;
  /** Who is signed in, whatever the person calls itself. */
  readonly signedIn: {
    /** Of this machine. */
    readonly user: string;
    readonly host: string;
    /** By the token that opens the storage account; not there where a key does. */
    readonly entra?: EntraIdentity | undefined;
  };
}
