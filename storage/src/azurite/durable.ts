import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import { rename, writeFile } from "node:fs/promises";

/** A LokiJS database, as Azurite keeps two. */
interface Database {
  readonly filename: string;
  /** Whether it saves itself when it is closed. */
  autosave: boolean;
  serialize(): string;
  autosaveDisable(): void;
}

/** What is needed of Azurite's server to have its state on disk. */
export interface Saved {
  readonly httpServer: HttpServer;
  readonly metadataStore: { readonly db: Database };
  readonly extentMetadataStore: { readonly db: Database };
}

/**
 * Makes Azurite save what it holds before it answers a request that may change it. By itself it saves every five
 * seconds, and both of its files each at a time of its own: a process that is killed would lose what was answered, or
 * leave names of blobs beside no bytes of them. Requests at the same time share a save.
 *
 * @param maySave is awaited before each save; where it rejects, nothing is written and no answer is given
 * @returns saves what is not saved yet
 */
export const saveBeforeAnswers = (
  { httpServer, metadataStore: { db: metadata }, extentMetadataStore: { db: extents } }: Saved,
  maySave: () => Promise<void>,
): (() => Promise<void>) => {
  for (const db of [metadata, extents]) {
    db.autosaveDisable();
    db.autosave = false;
  }
  const save = oneAtATime(async () => {
    await maySave();
    // Of one moment. Where the bytes are goes first: a name that is not on disk yet harms nobody.
    const texts = [extents, metadata].map((db) => ({ file: db.filename, text: db.serialize() }));
    for (const { file, text } of texts) {
      await writeFile(`${file}~`, text);
      await rename(`${file}~`, file);
    }
  });
  const listeners = httpServer.listeners("request") as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[];
  httpServer.removeAllListeners("request");
  httpServer.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== "GET" && request.method !== "HEAD") holdBack(response, save);
    for (const listener of listeners) listener.call(httpServer, request, response);
  });
  return save;
};

/** Ends a response only after a save; one that cannot be saved is never given. */
const holdBack = (response: ServerResponse, save: () => Promise<void>): void => {
  const end = response.end.bind(response) as (...values: unknown[]) => ServerResponse;
  response.end = (...values: unknown[]) => {
    save().then(
      () => end(...values),
      () => response.destroy(),
    );
    return response;
  };
};

/** Work that begins after each call of it, and never twice at a time; calls that wait share one. */
const oneAtATime = (work: () => Promise<void>): (() => Promise<void>) => {
  let last = Promise.resolve();
  let waiting: Promise<void> | undefined;
  const begin = () => {
    waiting = undefined;
    return work();
  };
  return () => (waiting ??= last = last.then(begin, begin));
};
