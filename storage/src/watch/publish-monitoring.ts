import { createHash } from "node:crypto";

import type { BlobStore } from "../blob/blob-store.js";
import { untilUnchanged } from "../blob/until-unchanged.js";
import { BlobMissing } from "../errors/errors.js";
import { blobNames } from "../release/blob-names.js";
import { parseJson } from "../release/parse-json.js";
import { Monitoring } from "./monitoring.js";
import { Verdict } from "./verdict.js";

/** A document as it is published: the same answers give the same bytes. */
export const monitoringJson = (document: Monitoring): Buffer =>
  Buffer.from(`${JSON.stringify(Monitoring.parse(document), null, 2)}\n`);

/** The folder of a document: its last day, and digits of its hash. */
export const monitoringId = (document: Monitoring): string =>
  `${document.window.to}-${createHash("sha256").update(monitoringJson(document)).digest("hex").slice(0, 8)}`;

/** What is published of a look at a model. */
export interface NewMonitoring {
  readonly document: Monitoring;
  /** The same as a page. */
  readonly page?: string | undefined;
  readonly at: Date;
  /** What the pointer says of it, in a sentence or a few. */
  readonly summary: string;
}

/**
 * Publishes what was found, and moves the pointer to it. A pointer to a verdict on later days stays.
 *
 * @returns the verdict, as the pointer holds it
 */
export const publishMonitoring = async (
  store: BlobStore,
  { document, page, at, summary }: NewMonitoring,
): Promise<Verdict> => {
  const { model, version, verdict, window } = document;
  const id = monitoringId(document);
  await store.write(blobNames.monitoring(model, id, "monitor.json"), monitoringJson(document));
  if (page !== undefined)
    await store.write(blobNames.monitoring(model, id, "monitor.html"), Buffer.from(page));
  const pointer = { id, at: at.toISOString(), version, verdict, summary, until: window.to };
  const name = blobNames.verdict(model);
  await untilUnchanged(async () => {
    const { etag, until } = await standing(store, name);
    if (until !== undefined && until > window.to) return;
    await store.replace(name, Buffer.from(`${JSON.stringify(pointer, null, 2)}\n`), etag);
  });
  return pointer;
};

/** The pointer that is there, as far as it decides. */
const standing = async (
  store: BlobStore,
  name: string,
): Promise<{ readonly etag: string | null; readonly until?: string | undefined }> => {
  try {
    const { bytes, etag } = await store.read(name);
    return { etag, until: parseJson(Verdict, bytes, name).until };
  } catch (error) {
    if (error instanceof BlobMissing) return { etag: null };
    throw error;
  }
};
