import { fileURLToPath } from "node:url";

/** The repository's root; this file runs from `tests/dist/bench/lib/`. */
export const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** A Python peer, which runs from the source tree. */
export const peerScript = (name: string): string =>
  fileURLToPath(new URL(`../../../bench/peers/${name}`, import.meta.url));
