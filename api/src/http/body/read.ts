import type { IncomingMessage } from "node:http";

import type { ApiRequest } from "../exchange/api-request.js";
import { ProblemError } from "../problem/problem-error.js";
import type { Deadline } from "./deadline.js";
import { SMALL_BYTES, statedLength } from "./length.js";
import { watchPace } from "./pace.js";

/**
 * Reads a body: at once where it came with the head.
 *
 * @param limit in bytes; beyond it nothing is kept
 * @throws ProblemError `BODY_TOO_LARGE`, `BODY_TIMEOUT` at the deadline or as soon as a large body cannot keep it,
 * `BODY_INCOMPLETE` when the caller hangs up
 */
export const readBody = (
  request: IncomingMessage,
  limit: number,
  deadline: Deadline,
): Uint8Array | Promise<Uint8Array> => {
  const { whole } = request as Partial<ApiRequest>;
  if (whole === undefined) return readStream(request, limit, deadline);
  if (whole.length > limit) throw new ProblemError("BODY_TOO_LARGE");
  return whole;
};

const readStream = (
  request: IncomingMessage,
  limit: number,
  deadline: Deadline,
): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const stated = statedLength(request);
    let bytes = Buffer.allocUnsafeSlow(Math.min(limit, stated === Infinity ? SMALL_BYTES : stated));
    let length = 0;

    const settle = (code?: ProblemError["code"]): void => {
      request.off("data", take).off("end", end).off("close", hangUp);
      deadline.signal.removeEventListener("abort", late);
      endWatch?.();
      if (code === undefined) resolve(bytes.subarray(0, length));
      else reject(new ProblemError(code));
    };
    const take = (chunk: Buffer): void => {
      if (length + chunk.length > limit) return settle("BODY_TOO_LARGE");
      if (length + chunk.length > bytes.length) bytes = grown(bytes, length + chunk.length, limit);
      length += chunk.copy(bytes, length);
    };
    const end = (): void => settle();
    const hangUp = (): void => settle("BODY_INCOMPLETE");
    const late = (): void => settle("BODY_TIMEOUT");

    deadline.signal.addEventListener("abort", late);
    // A body without a stated length holds a place too, and is at least no slower than the smallest that takes one.
    const least = stated === Infinity ? SMALL_BYTES : stated;
    const endWatch =
      stated > SMALL_BYTES ? watchPace(least, () => length, deadline, late) : undefined;
    request.on("data", take).on("end", end).on("close", hangUp);
  });

const grown = (bytes: Buffer, least: number, limit: number) => {
  const larger = Buffer.allocUnsafeSlow(Math.min(limit, Math.max(least, 2 * bytes.length)));
  bytes.copy(larger);
  return larger;
};
