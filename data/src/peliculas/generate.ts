import { csvChunks } from "../csv.js";
import type { Generator } from "../generator.js";
import { Random } from "../random.js";
import { shuffledIndex } from "../shuffle.js";
import { openOutputs, writeChunks } from "../write.js";
import { TABLES, tableRows } from "./tables.js";

/** Streams of random values from one table to the next; there are fewer films than that. */
const STREAMS = 2 ** 24;

const write: Generator["write"] = async ({ count: films, seed, out }, progress) => {
  const files = TABLES.map(({ file }) => file);
  const outputs = await openOutputs(out, files);
  for (const [at, table] of TABLES.entries()) {
    const stream = (at + 1) * STREAMS;
    const rows = tableRows(table, films, seed, stream);
    const order = shuffledIndex(rows.length, new Random(seed, stream - 1));
    const row = (index: number) => rows[order[index]!]!;
    const written = (share: number) => progress("written", (at + share) / TABLES.length);
    await writeChunks(csvChunks(table.header, rows.length, row, written), outputs[at]!);
  }
};

/** Makes what three tables tell about films, each table in an order of its own. */
export const films: Generator = {
  counted: "films",
  most: 1_000_000,
  writes: "films.csv, finances.csv and openings.csv",
  out: "DIRECTORY",
  includes: false,
  write,
};
