import { ROOT } from "../../../repository/files.js";

/** A Python peer, which runs from the source tree. */
export const peerScript = (name: string): string => `${ROOT}tests/tools/bench/peers/${name}`;
