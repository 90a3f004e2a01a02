import { availableParallelism } from "node:os";

import type { ReadEntity } from "@despliega/storage";

import type { InputText } from "../../sources/input-text.js";
import type { OutputColumn } from "./answer-columns.js";
import { blocksOf } from "./blocks.js";
import { csvText } from "./csv-text.js";
import { withDrafts } from "./drafts.js";
import type { BatchDecision, BatchModel, Job, Reject } from "./job.js";
import { rowsReader } from "./read-rows.js";
import { featuresByKey } from "./row-reader.js";
import { inOrder, startThreads } from "./threads.js";

/** Rows of a batch: each that was read was scored or rejected. */
export interface BatchCounts {
  readonly read: number;
  readonly scored: number;
  readonly rejected: number;
}

/** How often a reason was given, and where first. */
export interface ReasonCount {
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
  readonly first: number;
}

/** What was written of a batch. */
export interface ScoredText {
  readonly counts: BatchCounts;
  /** Most frequent first. */
  readonly reasons: readonly ReasonCount[];
}

/** What scoring a text needs. */
export interface ScoreTextOptions {
  readonly model: BatchModel;
  /** Reads the entities of the release, for a batch by key. */
  readonly readEntity: ReadEntity | undefined;
  readonly header: { readonly length: number; readonly lines: number };
  readonly columns: readonly OutputColumn[];
  /** Files to make: answers and rejected rows, as CSV with a header. */
  readonly files: { readonly answers: string; readonly rejects: string };
  /** Default: one per core. */
  readonly threads: number | undefined;
  readonly onProgress: (counts: BatchCounts) => void;
  /** Takes the decisions about people before their answers are written. */
  readonly onDecisions: (decisions: readonly BatchDecision[]) => Promise<void>;
}

/** Columns of the file of rejected rows. */
export const REJECT_COLUMNS: readonly OutputColumn[] = [
  { name: "line", type: "integer" },
  { name: "column", type: "text" },
  { name: "reason", type: "text" },
  { name: "expected", type: "text" },
];

/** Blocks for each thread that are read ahead. */
const AHEAD = 2;

/** Scores the rows of a text block by block, in memory that does not depend on their number. */
export const scoreText = async (
  text: InputText,
  { model, readEntity, header, columns, files, threads: count, ...options }: ScoreTextOptions,
): Promise<ScoredText> => {
  const { numbers } = text;
  const size = count ?? availableParallelism();
  const threads = startThreads(size, { model, numbers });
  const tally = reasonTally();
  let read = 0;
  let scored = 0;
  let before = numbers === "lines" ? header.lines + 1 : 1;
  try {
    const jobs = jobsOf(blocksOf(text.file, text.chunks(), header), {
      model,
      readEntity,
      numbers,
    });
    await withDrafts([files.answers, files.rejects], async (answers, rejects) => {
      await answers.write(headerOf(columns));
      await rejects.write(headerOf(REJECT_COLUMNS));
      for await (const block of inOrder(jobs, threads.run, size * AHEAD)) {
        if (block.decisions !== undefined) await options.onDecisions(block.decisions);
        await answers.write(block.bytes);
        const placed = block.rejects.map((one) => ({ ...one, place: one.place + before }));
        await rejects.write(placed.map(rejectLine).join(""));
        placed.forEach(tally.add);
        before += numbers === "lines" ? block.lines : block.read;
        read += block.read;
        scored += block.scored;
        options.onProgress({ read, scored, rejected: read - scored });
      }
    });
  } finally {
    await threads.close();
  }
  return { counts: { read, scored, rejected: read - scored }, reasons: tally.all() };
};

/** Blocks of text by row; by key rows with their features, as the entities are in this thread only. */
async function* jobsOf(
  blocks: AsyncIterable<Uint8Array>,
  {
    model,
    readEntity,
    numbers,
  }: Pick<ScoreTextOptions, "model" | "readEntity"> & Pick<InputText, "numbers">,
): AsyncGenerator<Job, void, undefined> {
  const read =
    model.columns.by === "key" && readEntity !== undefined
      ? rowsReader(model, numbers, featuresByKey(model, readEntity))
      : undefined;
  for await (const block of blocks) yield read === undefined ? { block } : { rows: read(block) };
}

const headerOf = (columns: readonly OutputColumn[]): string =>
  `${columns.map(({ name }) => csvText(name)).join(",")}\n`;

const rejectLine = ({ place, column, reason, expected }: Reject): string =>
  `${place},${csvText(column)},${reason},${csvText(expected)}\n`;

const reasonTally = () => {
  const found = new Map<string, { column: string; reason: string; rows: number; first: number }>();
  return {
    add: ({ place, column, reason }: Reject): void => {
      const name = `${column} ${reason}`;
      const known = found.get(name);
      if (known === undefined) found.set(name, { column, reason, rows: 1, first: place });
      else known.rows++;
    },
    all: (): readonly ReasonCount[] =>
      [...found.values()].toSorted((one, other) => other.rows - one.rows),
  };
};
