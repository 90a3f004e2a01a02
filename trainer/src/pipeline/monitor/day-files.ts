import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { blobNames, type BlobStore } from "@despliega/storage";

import type { DayFiles } from "../../monitor/answers/answer-lines.js";

/** A day's lines, in a file of the work directory. */
interface DayFile {
  readonly day: string;
  readonly file: string;
  readonly bytes: number;
}

/**
 * Fetches the recorded answers of days, each day into a file that is deleted when the next one is asked for. The next day is fetched
 * while one is used. A day without answers is left out.
 *
 * @param told how many bytes were fetched so far
 */
export async function* dayFiles(
  store: BlobStore,
  model: string,
  days: readonly string[],
  directory: string,
  told: (bytes: number) => void = () => {},
): DayFiles {
  let bytes = 0;
  const fetched = (place: number): Promise<DayFile | undefined> => {
    const day = days[place];
    if (day === undefined) return Promise.resolve(undefined);
    const fetching = fetchDay(store, model, day, directory);
    // It may fail while another day is used, and is asked for later.
    fetching.catch(() => {});
    return fetching;
  };
  let ahead = fetched(0);
  try {
    for (const place of days.keys()) {
      const found = await ahead;
      ahead = fetched(place + 1);
      if (found === undefined || found.bytes === 0) continue;
      bytes += found.bytes;
      told(bytes);
      yield found;
      await rm(found.file);
    }
  } finally {
    await ahead.catch(() => {});
  }
}

const fetchDay = async (
  store: BlobStore,
  model: string,
  day: string,
  directory: string,
): Promise<DayFile> => {
  const file = join(directory, `answers-${day}.jsonl`);
  let bytes = 0;
  // A blob may end in the middle of a line, where its process was killed.
  async function* lines() {
    for await (const { name } of store.list(blobNames.predictions(model, day))) {
      for await (const chunk of store.stream(name)) {
        bytes += chunk.length;
        yield chunk;
      }
      yield NEW_LINE;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return { day, file, bytes };
};

const NEW_LINE = Buffer.from("\n");
