import type { PublicKeys } from "./public-keys.js";
import type { Signer } from "./signer.js";

/** Who signs what a process writes of releases, and whose signatures count on what it reads. */
export interface Signatures {
  /** Default: nothing is signed. */
  readonly signer?: Signer | undefined;
  /** Default: signatures are not looked at. */
  readonly trusted?: PublicKeys | undefined;
  /** The name of the store, which is in every signed pointer: one of another store is refused. Default: none, and none is refused. */
  readonly store?: string | undefined;
}
