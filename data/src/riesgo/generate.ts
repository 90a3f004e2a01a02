import { csvChunks } from "../csv.js";
import type { Generator } from "../generator.js";
import { Random } from "../random.js";
import { shuffledIndex } from "../shuffle.js";
import { openOutput, writeChunks } from "../write.js";
import { HEADER } from "./columns.js";
import { makeHistory } from "./history.js";
import { NOTHING_INCLUDED, readIncluded } from "./included.js";
import { loanRow } from "./loan-row.js";

/** The stream of random values that orders the rows; no user has this number. */
const ORDER_STREAM = 0xffff_ffff;

const write: Generator["write"] = async ({ count: users, seed, out, include }, progress) => {
  const included = include === undefined ? NOTHING_INCLUDED : readIncluded(include);
  const output = await openOutput(out);
  const history = makeHistory(users, seed, included.ids, (share) => progress("made", share));
  const rows = history.user.length + included.rows.length;
  const order = shuffledIndex(rows, new Random(seed, ORDER_STREAM));
  const row = (index: number) => loanRow(history, included, order[index]!);
  await writeChunks(
    csvChunks(HEADER, rows, row, (share) => progress("written", share)),
    output,
  );
};

/** Makes a history of loans. */
export const loans: Generator = {
  counted: "users",
  most: 2_000_000,
  writes: "loans, about 21 per user",
  out: "FILE",
  includes: true,
  write,
};
