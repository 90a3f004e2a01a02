import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import { rename, writeFile } from "node:fs/promises";

/** A LokiJS database, in which Azurite keeps its state. */
export interface Database {
  readonly filename: string;
  /** Whether it saves when it is closed. */
  autosave: boolean;
  serialize(): string;
  autosaveDisable(): void;
}

/** A service of Azurite and its state. */
export interface Stateful {
  readonly httpServer: HttpServer;
  /** In the order in which they are saved. */
  readonly databases: readonly Database[];
}

/**
 * Makes Azurite save its state before it answers a request that may change it. By itself it saves every five seconds, and
 * its files at different times: a kill would lose answered writes, or leave names of blobs without their bytes.
 * Concurrent requests share a save.
 *
 * @param maySave runs before each save; when it rejects, nothing is written and the request gets no answer
 * @returns a function that saves the unsaved state
 */
export const saveBeforeAnswers = (
  { httpServer, databases }: Stateful,
  maySave: () => Promise<void>,
): (() => Promise<void>) => {
  for (const db of databases) {
    db.autosaveDisable();
    db.autosave = false;
  }
  const save = oneAtATime(async () => {
    await maySave();
    // The texts are of one moment.
    const texts = databases.map((db) => ({ file: db.filename, text: db.serialize() }));
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
    if (request.method !== "GET" && request.method !== "HEAD") delayEnd(response, save);
    for (const listener of listeners) listener.call(httpServer, request, response);
  });
  return save;
};

/** Delays the end of a response until a save has succeeded. When the save fails, the connection is destroyed. */
const delayEnd = (response: ServerResponse, save: () => Promise<void>): void => {
  const end = response.end.bind(response) as (...values: unknown[]) => ServerResponse;
  response.end = (...values: unknown[]) => {
    save().then(
      () => end(...values),
      () => response.destroy(),
    );
    return response;
  };
};

/** Makes a function that runs the work after each call, never twice at the same time. Waiting calls share one run. */
const oneAtATime = (work: () => Promise<void>): (() => Promise<void>) => {
  let last = Promise.resolve();
  let waiting: Promise<void> | undefined;
  const begin = () => {
    waiting = undefined;
    return work();
  };
  return () => (waiting ??= last = last.then(begin, begin));
};
