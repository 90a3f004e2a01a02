import type { IncomingMessage } from "node:http";

import type { BodyType } from "./type.js";

/** Bytes of a body that is always read, also when it is refused. */
export const SMALL_BYTES = 64 * 1024;

/** Bytes up to which a body is answered on the event loop, in a few milliseconds at most. CSV is slower to parse. */
export const INLINE_BYTES: Readonly<Record<BodyType, number>> = {
  json: SMALL_BYTES,
  csv: SMALL_BYTES / 4,
};

/** The length of a request's body in bytes as its head states it; Infinity when it comes in chunks. */
export const statedLength = ({ headers }: IncomingMessage): number =>
  "transfer-encoding" in headers ? Infinity : Number(headers["content-length"] ?? 0);
