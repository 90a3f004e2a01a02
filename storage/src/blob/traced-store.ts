import { BlobChanged, BlobExists, BlobMissing } from "../errors/errors.js";
import { inSpan, iterateInSpan } from "../tracing/in-span.js";
import type { Span, SpanStart } from "../tracing/span.js";
import type { BlobSource, BlobStore } from "./blob-store.js";

/** The folders of releases, whose files have the same few names everywhere. Names elsewhere may be made of keys. */
const OF_RELEASES: ReadonlySet<string> = new Set(["output", "train_models"]);

/** The store with a span for each operation. */
export const tracedStore = (store: BlobStore): BlobStore => ({
  ...store,
  ensureContainer: () => inSpan(start("ensure container"), () => store.ensureContainer()),
  read: (name) =>
    inSpan(start("read", name), async (span) => {
      const read = await store.read(name);
      span.add(size(read.bytes.length));
      return read;
    }),
  stream: (name) =>
    iterateInSpan(start("stream", name), (span) => counted(span, store.stream(name))),
  create: (name, source) => inSpan(start("create", name, source), () => store.create(name, source)),
  replace: (name, bytes, etag) =>
    inSpan(start("replace", name, bytes), () => store.replace(name, bytes, etag)),
  write: (name, source) => inSpan(start("write", name, source), () => store.write(name, source)),
  append: (name, bytes, length) =>
    inSpan(start("append", name, bytes), () => store.append(name, bytes, length)),
  delete: (name, etag) => inSpan(start("delete", name), () => store.delete(name, etag)),
  list: (prefix) =>
    iterateInSpan(start("list", prefix), (span) => numbered(span, store.list(prefix))),
  now: () => inSpan(start("ask the time"), () => store.now()),
});

/** Errors by which the store says how things are; any other says that it could not answer. */
const ANSWERS: ReadonlySet<string> = new Set([BlobMissing.code, BlobExists.code, BlobChanged.code]);

const start = (operation: string, name?: string, source?: BlobSource): SpanStart => ({
  name: `storage ${operation}`,
  kind: "client",
  answers: ANSWERS,
  facts: {
    ...(name === undefined ? {} : { "despliega.blob": placeOf(name) }),
    ...(source instanceof Uint8Array ? size(source.length) : {}),
  },
});

const size = (bytes: number) => ({ "despliega.bytes": bytes });

/** The folder of a blob, and in a release its file: never more of its name. */
const placeOf = (name: string): string => {
  const [folder = "", ...rest] = name.split("/");
  const file = rest.at(-1);
  if (file === undefined) return "";
  return OF_RELEASES.has(folder) && FILE.test(file) ? `${folder}/…/${file}` : folder;
};

/** A name without digits, which no id is. */
const FILE = /^[a-z_]+\.[a-z]+$/;

async function* counted(span: Span, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      yield chunk;
    }
  } finally {
    span.add(size(bytes));
  }
}

async function* numbered<T>(span: Span, blobs: AsyncIterable<T>): AsyncGenerator<T> {
  let count = 0;
  try {
    for await (const blob of blobs) {
      count++;
      yield blob;
    }
  } finally {
    span.add({ "despliega.blobs": count });
  }
}
