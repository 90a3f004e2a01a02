import { createApp, createLogger, createReleases } from "@despliega/api";
import { memoryBlobStore, type BlobStore } from "@despliega/storage";
import supertest from "supertest";

/** One line of the log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A log that is kept. */
export const capturedLog = () => {
  const text: string[] = [];
  const sink = { write: (line: string) => void text.push(line) };
  return {
    logger: createLogger("trace", sink),
    sink,
    text,
    lines: (): LogLine[] => text.map((line) => JSON.parse(line) as LogLine),
  };
};

/** The api over a store in memory, with nothing loaded yet. */
export const apiOn = (
  store: BlobStore = memoryBlobStore(),
  { models, refreshSeconds = 0 }: { models?: readonly string[]; refreshSeconds?: number } = {},
) => {
  const log = capturedLog();
  const releases = createReleases({ store, logger: log.logger, models, refreshSeconds });
  const request = supertest(
    createApp({ releases, store, logger: log.logger, accessLog: log.sink }),
  );
  return { store, log, releases, request };
};
