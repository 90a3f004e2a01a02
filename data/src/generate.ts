import { csvChunks } from "./csv.js";
import { UsageError } from "./errors.js";
import { makeHistory } from "./history.js";
import { NOTHING_INCLUDED, readIncluded } from "./included.js";
import { HELP, readOptions, type Options } from "./options.js";
import { terminalProgress } from "./progress.js";
import { Random } from "./random.js";
import { shuffledIndex } from "./shuffle.js";
import { openOutput, writeChunks } from "./write.js";

/** The stream of random values that orders the rows; no user has this number. */
const ORDER_STREAM = 0xffff_ffff;

const generate = async ({ users, seed, out, include }: Options): Promise<void> => {
  const progress = terminalProgress(process.stderr);
  const included = include === undefined ? NOTHING_INCLUDED : readIncluded(include);
  const output = await openOutput(out);
  const history = makeHistory(users, seed, included.ids, (share) => progress("made", share));
  const rows = history.user.length + included.rows.length;
  const order = shuffledIndex(rows, new Random(seed, ORDER_STREAM));
  const chunks = csvChunks(history, included, order, (share) => progress("written", share));
  await writeChunks(chunks, output);
};

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(HELP);
  else await generate(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
