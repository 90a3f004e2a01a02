import type { ContainerClient } from "@azure/storage-blob";

import { ReleaseInvalid } from "../../errors/errors.js";
import type { BlobStore, StoredBlob } from "../blob-store.js";
import type { AzureSettings } from "./azure-settings.js";
import { append } from "./append.js";
import { containerClient } from "./client.js";
import { dateOf, ensureContainer, listBlobs } from "./container.js";
import { download, type Opened } from "./download.js";
import { operationsOn, type Operations } from "./operations.js";
import { remove } from "./remove.js";
import { md5 } from "./upload.js";
import { create, newWriter, replace, write } from "./write.js";

/** Limits of append blobs in every version of the service. */
const LIMITS = { appends: 50_000, appendBytes: 4 << 20 };

/** A blob store in one container of an Azure Storage account, or of Azurite. @throws `SETTING_INVALID` */
export const azureBlobStore = (settings: AzureSettings): BlobStore => {
  const container = containerClient(settings);
  // The query is left out: it may be a shared access signature.
  const url = container.url.split("?")[0] ?? "";
  const on = operationsOn(url, settings.timeoutSeconds);
  return {
    url,
    limits: LIMITS,
    ensureContainer: () => on.container((deadline) => ensureContainer(container, deadline)),
    read: (name) => readWhole(container, on, name),
    stream: (name) =>
      on.chunks(name, (deadline) => download(container.getBlobClient(name), deadline)),
    create(name, source) {
      const writer = newWriter();
      return on.blob(name, (deadline) => create(container, { name, source, writer }, deadline));
    },
    replace(name, bytes, etag) {
      const writer = newWriter();
      return on.blob(name, (deadline) =>
        replace(container, { name, bytes, etag, writer }, deadline),
      );
    },
    write(name, source) {
      const writer = newWriter();
      return on.blob(name, (deadline) => write(container, { name, source, writer }, deadline));
    },
    append: (name, bytes, length) =>
      on.blob(name, (deadline) => append(container, { name, bytes, length }, deadline)),
    delete: (name, etag) =>
      on.blob(name, (deadline) => remove(container, { name, etag }, deadline)),
    list: (prefix) => on.listing(prefix, (deadline) => listBlobs(container, prefix, deadline)),
    now: () => on.container((deadline) => dateOf(container, url, deadline)),
  };
};

/** Reads a blob whole. @throws `RELEASE_INVALID` when its bytes changed since they were written */
const readWhole = async (
  container: ContainerClient,
  on: Operations,
  name: string,
): Promise<StoredBlob> => {
  const parts: Uint8Array[] = [];
  let found: Opened = { etag: "", md5: undefined };
  const opened = (now: Opened) => void (found = now);
  const blob = container.getBlobClient(name);
  for await (const part of on.chunks(name, (deadline) => download(blob, deadline, opened)))
    parts.push(part);
  const bytes = Buffer.concat(parts);
  if (found.md5 !== undefined && !md5(bytes).equals(found.md5))
    throw new ReleaseInvalid({ name, problem: "its bytes are not those that were written" });
  return { bytes, etag: found.etag };
};
