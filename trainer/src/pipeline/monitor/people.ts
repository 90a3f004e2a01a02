import {
  BinLine,
  blobNames,
  readAnswerLine,
  type BlobStore,
  type CountLine,
  type DayVolume,
} from "@despliega/storage";

import { eachDay, type Days } from "../../monitor/days.js";

/** What processes counted of the answers of a model about people. */
export interface PeopleCounted {
  /** With the bins of any release. */
  readonly lines: readonly BinLine[];
  readonly days: readonly DayVolume[];
  readonly torn: number;
}

/** Reads what was counted on some days. There is a line for each process and day, and one for each flush that has counts. */
export const peopleCounted = async (
  store: BlobStore,
  model: string,
  days: Days,
): Promise<PeopleCounted> => {
  const lines: BinLine[] = [];
  const volumes: DayVolume[] = [];
  let torn = 0;
  for (const day of eachDay(days)) {
    const refused: Record<string, number> = {};
    const volume = { day, read: 0, answers: 0, dropped: 0, refused };
    for await (const { name } of store.list(blobNames.predictions(model, day)))
      for (const text of (await textOf(store, name)).split("\n").filter((line) => line !== "")) {
        const found = lineOf(text);
        if (found === undefined) torn += 1;
        else if ("bins" in found) lines.push(found);
        else {
          volume.answers += found.counts.answers;
          volume.dropped += found.counts.dropped;
          for (const [code, count] of Object.entries(found.counts.refused))
            refused[code] = (refused[code] ?? 0) + count;
        }
      }
    volumes.push(volume);
  }
  return { lines, days: volumes, torn };
};

const textOf = async (store: BlobStore, name: string): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.stream(name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const lineOf = (text: string): BinLine | CountLine | undefined => {
  const answer = readAnswerLine(text);
  if (answer !== undefined) return "counts" in answer ? answer : undefined;
  try {
    return BinLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
