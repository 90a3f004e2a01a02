import type { SignedIn } from "@despliega/storage";

/** Who asks for something about people. */
export interface AskedBy {
  /** What the person calls itself: `DESPLIEGA_ACTOR`, or user and host. */
  readonly caller: string;
  /** Who is signed in, whatever the person calls itself. */
  readonly signedIn: SignedIn;
}
