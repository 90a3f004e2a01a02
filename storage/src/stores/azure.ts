import { randomUUID } from "node:crypto";

import type { TokenCredential } from "@azure/identity";
import {
  BlobServiceClient,
  StorageRetryPolicyType,
  StorageSharedKeyCredential,
  type BlobClient,
  type ContainerClient,
  type ContainerListBlobFlatSegmentResponse,
} from "@azure/storage-blob";

import type { BlobStore } from "../blob-store.js";
import {
  BlobChanged,
  BlobExists,
  ReleaseInvalid,
  SettingInvalid,
  StoreUnreachable,
} from "../errors.js";
import type { Account, StorageSettings } from "../settings.js";
import {
  isConflict,
  isContainerMissing,
  isForbidden,
  isMissing,
  isOverwriteRefused,
} from "./azure-answers.js";
import { download, type Opened } from "./azure-download.js";
import { CONTAINER, translate } from "./azure-errors.js";
import { proxyOptionsOf } from "./azure-proxy.js";
import { md5, uploadBytes, uploadFile } from "./azure-upload.js";
import { idleDeadline, type Deadline } from "./deadline.js";
import { ridingOut } from "./riding-out.js";

// Four tries within about two seconds: an account that is down fails in seconds, a hiccup is ridden out.
const retryOptions = {
  retryPolicyType: StorageRetryPolicyType.EXPONENTIAL,
  maxTries: 4,
  retryDelayInMs: 200,
  maxRetryDelayInMs: 1_000,
};

/** Settings that name an account. */
export type AzureSettings = StorageSettings & { readonly account: Account };

const client = ({ account, container }: AzureSettings): ContainerClient => {
  const service =
    "connectionString" in account
      ? fromConnectionString(account.connectionString)
      : new BlobServiceClient(account.url, credential(account), {
          retryOptions,
          ...proxyOptionsOf(account.url),
        });
  return service.getContainerClient(container);
};

const fromConnectionString = (connectionString: string): BlobServiceClient => {
  const proxy = proxyOptionsOf(endpointOf(connectionString));
  try {
    return BlobServiceClient.fromConnectionString(connectionString, { retryOptions, ...proxy });
  } catch {
    // Without the cause, which may quote the string and its secrets.
    throw new SettingInvalid({
      name: "AZURE_STORAGE_CONNECTION_STRING",
      problem: "is not a connection string",
    });
  }
};

const endpointOf = (connectionString: string): string => {
  if (/^UseDevelopmentStorage=true/i.test(connectionString)) return "http://127.0.0.1:10000";
  const url = /(?:^|;)BlobEndpoint=([^;]+)/i.exec(connectionString)?.[1] ?? "";
  return URL.canParse(url) ? url : "https://blob.core.windows.net";
};

const credential = ({ url, key }: { url: string; key?: string | undefined }) =>
  key === undefined
    ? managedIdentity()
    : new StorageSharedKeyCredential(accountName(new URL(url)), key);

// The identity library takes as long to load as all the rest, and only managed identity needs it.
const managedIdentity = (): TokenCredential => {
  const loaded = import("@azure/identity").then(
    ({ DefaultAzureCredential }) => new DefaultAzureCredential(),
  );
  return { getToken: async (...request) => (await loaded).getToken(...request) };
};

// Azure puts the account into the host name, an emulator into the path.
const accountName = ({ hostname, pathname }: URL): string =>
  pathname.split("/")[1] || (hostname.split(".")[0] ?? "");

/** Names the writer of a blob in its metadata, so that a retry knows its own earlier write again. */
const WRITER = "writer";

/** A blob store in one container of an Azure Storage account, or of Azurite. */
export const azureBlobStore = (settings: AzureSettings): BlobStore => {
  const container = client(settings);
  // The query is left out: it may be a shared access signature.
  const url = container.url.split("?")[0] ?? "";
  const { timeoutSeconds } = settings;

  const errorOf = (cause: unknown, name: string, isBlob: boolean, { signal }: Deadline) =>
    translate(cause, { url, name, isBlob, timeoutSeconds, timedOut: signal.aborted });

  const within = async <T>(
    name: string,
    work: (deadline: Deadline) => Promise<T>,
    isBlob = true,
  ): Promise<T> => {
    const deadline = idleDeadline(timeoutSeconds * 1_000);
    try {
      return await ridingOut(deadline, () => work(deadline));
    } catch (cause) {
      throw errorOf(cause, name, isBlob, deadline);
    } finally {
      deadline.clear();
    }
  };

  const ofContainer = <T>(work: (deadline: Deadline) => Promise<T>) =>
    within(CONTAINER, work, false);

  // Undefined when the blob is gone again.
  const properties = async (blob: BlobClient, abortSignal: AbortSignal) => {
    try {
      return await blob.getProperties({ abortSignal });
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw cause;
    }
  };

  async function* during<T>(
    name: string,
    work: (deadline: Deadline) => AsyncIterable<T>,
    isBlob = true,
  ): AsyncGenerator<T, void, undefined> {
    const deadline = idleDeadline(timeoutSeconds * 1_000);
    try {
      for await (const item of work(deadline)) {
        // The deadline measures the account, not how long the consumer takes.
        deadline.clear();
        yield item;
        deadline.heard();
      }
    } catch (cause) {
      throw errorOf(cause, name, isBlob, deadline);
    } finally {
      deadline.clear();
    }
  }

  // Throws where the container is not there.
  const firstPage = async (abortSignal: AbortSignal): Promise<{ readonly date?: Date }> => {
    const pages = container.listBlobsFlat({ abortSignal }).byPage({ maxPageSize: 1 });
    const { value } = await pages.next();
    return (value as { readonly date?: Date } | undefined) ?? {};
  };

  return {
    url,
    ensureContainer: () =>
      ofContainer(async ({ signal }) => {
        // A shared access signature for one container may list it, and neither ask for its properties nor make it.
        const found = await firstPage(signal).catch((cause: unknown) => cause);
        if (!(found instanceof Error)) return;
        if (!isContainerMissing(found) && !isForbidden(found)) throw found;
        await container.createIfNotExists({ abortSignal: signal }).catch((cause: unknown) => {
          // Whoever may not make it is told that it is missing, or why it cannot be seen.
          throw isForbidden(cause) ? found : cause;
        });
      }),
    async read(name) {
      const chunks: Uint8Array[] = [];
      let found: Opened = { etag: "", md5: undefined };
      const opened = (now: Opened) => void (found = now);
      const blob = container.getBlobClient(name);
      for await (const chunk of during(name, (deadline) => download(blob, deadline, opened)))
        chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (found.md5 !== undefined && !md5(bytes).equals(found.md5))
        throw new ReleaseInvalid({ name, problem: "its bytes are not those that were written" });
      return { bytes, etag: found.etag };
    },
    stream: (name) => during(name, (deadline) => download(container.getBlobClient(name), deadline)),
    create(name, source) {
      const writer = randomUUID();
      return within(name, async ({ signal, heard }) => {
        const blob = container.getBlockBlobClient(name);
        const options = {
          abortSignal: signal,
          onProgress: heard,
          conditions: { ifNoneMatch: "*" },
          metadata: { [WRITER]: writer },
          contentType: contentType(name),
        };
        try {
          if (source instanceof Uint8Array) await uploadBytes(blob, source, options);
          else await uploadFile(blob, source.file, options);
        } catch (cause) {
          if (!isConflict(cause) && !isOverwriteRefused(cause)) throw cause;
          const now = await properties(blob, signal);
          if (now?.metadata?.[WRITER] !== writer) throw new BlobExists({ name }, { cause });
        }
      });
    },
    replace(name, bytes, etag) {
      const writer = randomUUID();
      return within(name, async ({ signal, heard }) => {
        const blob = container.getBlockBlobClient(name);
        try {
          return await uploadBytes(blob, bytes, {
            abortSignal: signal,
            onProgress: heard,
            conditions: etag === null ? { ifNoneMatch: "*" } : { ifMatch: etag },
            metadata: { [WRITER]: writer },
            contentType: contentType(name),
          });
        } catch (cause) {
          if (!isConflict(cause)) throw cause;
          const now = await properties(blob, signal);
          if (now?.metadata?.[WRITER] !== writer) throw new BlobChanged({ name }, { cause });
          return now.etag ?? "";
        }
      });
    },
    append: (name, bytes, length) =>
      within(name, async ({ signal }) => {
        const blob = container.getAppendBlobClient(name);
        if (length === 0)
          await blob
            .createIfNotExists({
              abortSignal: signal,
              blobHTTPHeaders: { blobContentType: contentType(name) },
            })
            .catch((cause: unknown) => {
              if (!isOverwriteRefused(cause)) throw cause;
            });
        try {
          await blob.appendBlock(bytes, bytes.length, {
            abortSignal: signal,
            conditions: { appendPosition: length },
            transactionalContentMD5: md5(bytes),
          });
        } catch (cause) {
          if (!isConflict(cause) && !isMissing(cause)) throw cause;
          throw new BlobChanged({ name }, { cause });
        }
      }),
    delete: (name, etag) =>
      within(name, async ({ signal }) => {
        const blob = container.getBlobClient(name);
        try {
          await blob.delete({
            abortSignal: signal,
            deleteSnapshots: "include",
            ...(etag === undefined ? {} : { conditions: { ifMatch: etag } }),
          });
        } catch (cause) {
          // Gone: before, or by an attempt of this call whose answer was lost.
          if (isMissing(cause)) return;
          if (!isConflict(cause) || (await properties(blob, signal)) !== undefined) throw cause;
        }
      }),
    list: (prefix) =>
      during(
        prefix || CONTAINER,
        async function* (deadline) {
          const options = { prefix, abortSignal: deadline.signal };
          let continuationToken: string | undefined;
          do {
            const from = continuationToken === undefined ? {} : { continuationToken };
            const page = await ridingOut(deadline, async () => {
              const { value } = await container.listBlobsFlat(options).byPage(from).next();
              return value as ContainerListBlobFlatSegmentResponse | undefined;
            });
            for (const { name, properties: of } of page?.segment.blobItems ?? [])
              yield { name, bytes: of.contentLength ?? 0, modified: of.lastModified };
            continuationToken = page?.continuationToken;
          } while (continuationToken !== undefined && continuationToken !== "");
        },
        false,
      ),
    now: () =>
      ofContainer(async ({ signal }) => {
        const { date } = await firstPage(signal);
        if (date !== undefined) return date;
        throw new StoreUnreachable({ url, name: CONTAINER, problem: "its answer has no date" });
      }),
  };
};

const contentTypes: Readonly<Record<string, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  jsonl: "application/x-ndjson",
  arrow: "application/vnd.apache.arrow.file",
  html: "text/html; charset=utf-8",
};

const contentType = (name: string): string =>
  contentTypes[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
