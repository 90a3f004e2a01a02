import type { BlobClient } from "@azure/storage-blob";

import type { Deadline } from "../../azure/deadline.js";
import { retry } from "../../azure/retry.js";

// How often an interrupted download continues where it stopped. The SDK's own way treats a reset connection as an abort
// and gives up.
const MAX_RESUMES = 3;

/** The body of a blob broke off too often. */
export class BrokenOff extends Error {
  override readonly name = "BrokenOff";
}

/** The properties of a blob that arrive before its bytes. */
export interface Opened {
  readonly etag: string;
  /** Of the whole blob. Undefined when it was written in several blocks. */
  readonly md5: Uint8Array | undefined;
}

/**
 * Downloads a blob in chunks, all of them from the version at the start.
 *
 * @param opened is called before the first chunk
 */
export async function* download(
  blob: BlobClient,
  deadline: Pick<Deadline, "signal" | "heard">,
  opened: (found: Opened) => void = () => {},
): AsyncGenerator<Buffer, void, undefined> {
  const abortSignal = deadline.signal;
  let etag: string | undefined;
  let offset = 0;
  for (let resumes = 0; ; resumes++) {
    const conditions = etag === undefined ? {} : { ifMatch: etag };
    const answer = await retry(deadline, () =>
      blob.download(offset, undefined, { abortSignal, conditions }),
    );
    if (etag === undefined) opened({ etag: (etag = answer.etag ?? ""), md5: answer.contentMD5 });
    const size = offset + (answer.contentLength ?? 0);
    try {
      for await (const chunk of answer.readableStreamBody ?? []) {
        offset += chunk.length;
        yield chunk as Buffer;
      }
      return;
    } catch (cause) {
      if (offset === size) return;
      if (abortSignal.aborted || resumes === MAX_RESUMES)
        throw new BrokenOff(`it broke off after ${offset} of ${size} bytes`, { cause });
    }
  }
}
