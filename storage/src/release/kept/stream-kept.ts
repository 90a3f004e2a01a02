import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import type { BlobStore } from "../../blob/blob-store.js";
import { BlobMissing, ReleaseInvalid } from "../../errors/errors.js";
import { blobNames } from "../blob-names.js";
import { readKeptInput } from "./kept-input.js";

/**
 * Streams the content of a kept input as it was before it was compressed, and checks its hash. A consumer that reaches
 * the end has read the right bytes.
 *
 * @throws `BLOB_MISSING` when it is not kept, `RELEASE_INVALID` when it is damaged
 */
export async function* streamKept(
  store: BlobStore,
  model: string,
  content: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const found = await readKeptInput(store, model, content);
  if (found === undefined) throw new BlobMissing({ name: blobNames.keptInput(model, content) });
  const name = blobNames.keptContent(model, content, found.kept.upload);
  const hash = createHash("sha256");
  const source = Readable.from(store.stream(name), { objectMode: false });
  // Each ends with the other, and who reads the result gets the error of either.
  const chunks = pipeline(source, createGunzip({ chunkSize: 1 << 20 }), () => {});
  try {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    if (!code.startsWith("Z_")) throw cause;
    throw new ReleaseInvalid({ name, problem: "it is damaged" }, { cause });
  }
  if (hash.digest("hex") !== content)
    throw new ReleaseInvalid({ name, problem: "its content is not the one that was kept" });
}
