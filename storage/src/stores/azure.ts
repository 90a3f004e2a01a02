import { randomUUID } from "node:crypto";

import type { TokenCredential } from "@azure/identity";
import {
  BlobServiceClient,
  StorageRetryPolicyType,
  StorageSharedKeyCredential,
  type BlobClient,
  type ContainerClient,
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
import { download, type Opened } from "./azure-download.js";
import { isConflict, isMissing, isWrongLength, translate } from "./azure-errors.js";
import { proxyOptionsOf } from "./azure-proxy.js";
import { md5, uploadBytes, uploadFile } from "./azure-upload.js";
import { idleDeadline, type Deadline } from "./deadline.js";

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

  const within = async <T>(name: string, work: (deadline: Deadline) => Promise<T>): Promise<T> => {
    const deadline = idleDeadline(timeoutSeconds * 1_000);
    try {
      return await work(deadline);
    } catch (cause) {
      throw translate(cause, { url, name, timeoutSeconds, timedOut: deadline.signal.aborted });
    } finally {
      deadline.clear();
    }
  };

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
    work: (signal: AbortSignal) => AsyncIterable<T>,
  ): AsyncGenerator<T, void, undefined> {
    const deadline = idleDeadline(timeoutSeconds * 1_000);
    try {
      for await (const item of work(deadline.signal)) {
        // The deadline measures the account, not how long the consumer takes.
        deadline.clear();
        yield item;
        deadline.heard();
      }
    } catch (cause) {
      throw translate(cause, { url, name, timeoutSeconds, timedOut: deadline.signal.aborted });
    } finally {
      deadline.clear();
    }
  }

  return {
    url,
    ensureContainer: () =>
      within("the container", async ({ signal }) => {
        // Whoever may only read may ask whether it is there, but not try to make it.
        if (await container.exists({ abortSignal: signal })) return;
        await container.createIfNotExists({ abortSignal: signal });
      }),
    read: (name) =>
      within(name, async ({ signal, heard }) => {
        const chunks: Buffer[] = [];
        let found: Opened = { etag: "", md5: undefined };
        const opened = (now: Opened) => void (found = now);
        for await (const chunk of download(container.getBlobClient(name), signal, opened)) {
          heard();
          chunks.push(chunk);
        }
        const bytes = Buffer.concat(chunks);
        if (found.md5 !== undefined && !md5(bytes).equals(found.md5))
          throw new ReleaseInvalid({ name, problem: "its bytes are not those that were written" });
        return { bytes, etag: found.etag };
      }),
    stream: (name) => during(name, (signal) => download(container.getBlobClient(name), signal)),
    create: (name, source) =>
      within(name, async ({ signal, heard }) => {
        const blob = container.getBlockBlobClient(name);
        const writer = randomUUID();
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
          if (!isConflict(cause)) throw cause;
          const now = await properties(blob, signal);
          if (now?.metadata?.[WRITER] !== writer) throw new BlobExists({ name }, { cause });
        }
      }),
    replace: (name, bytes, etag) =>
      within(name, async ({ signal, heard }) => {
        const blob = container.getBlockBlobClient(name);
        const writer = randomUUID();
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
      }),
    append: (name, bytes, length) =>
      within(name, async ({ signal }) => {
        const blob = container.getAppendBlobClient(name);
        if (length === 0)
          await blob.createIfNotExists({
            abortSignal: signal,
            blobHTTPHeaders: { blobContentType: contentType(name) },
          });
        try {
          await blob.appendBlock(bytes, bytes.length, {
            abortSignal: signal,
            conditions: { appendPosition: length },
            transactionalContentMD5: md5(bytes),
          });
        } catch (cause) {
          if (!isWrongLength(cause) && !isMissing(cause)) throw cause;
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
      during(prefix, async function* (abortSignal) {
        for await (const { name, properties: of } of container.listBlobsFlat({
          prefix,
          abortSignal,
        }))
          yield { name, bytes: of.contentLength ?? 0, modified: of.lastModified };
      }),
    now: () =>
      within("the container", async ({ signal }) => {
        // A shared access signature for one container may list it, but not ask for its properties.
        const pages = container.listBlobsFlat({ abortSignal: signal }).byPage({ maxPageSize: 1 });
        const { value } = await pages.next();
        const date = value?.date as Date | undefined;
        if (date === undefined)
          throw new StoreUnreachable({
            url,
            name: "the container",
            problem: "its answer has no date",
          });
        return date;
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
