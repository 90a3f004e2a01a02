import type { BlobClient } from "@azure/storage-blob";

import type { Deadline } from "./deadline.js";
import { retry } from "./retry.js";

// How often a download that breaks off goes on where it stopped. The SDK's own resuming takes a reset connection for
// an abort, and gives up.
const MAX_RESUMES = 3;

/** The body of a blob broke off more often than a hiccup explains. */
export class BrokenOff extends Error {
  override readonly name = "BrokenOff";
}

/** What the account says of a blob before its bytes come. */
export interface Opened {
  readonly etag: string;
  /** Of the whole blob; only of those that were written in one piece. */
  readonly md5: Uint8Array | undefined;
}

/**
 * Downloads a blob in chunks, all from the version that it had at the beginning.
 *
 * @param opened is told what is known before the first chunk
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
