import { catalogue } from "./catalogue.js";
import { UsageError } from "./errors.js";
import { readOptions } from "./options.js";
import { terminalProgress } from "./progress.js";

// A closed reader of help or progress is no failure. The writer of the rows watches its own stream.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
try {
  const generation = readOptions(process.argv.slice(2), catalogue);
  await generation?.generator.write(generation.options, terminalProgress(process.stderr));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
