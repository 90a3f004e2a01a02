/**
 * Starts a Spark of this machine and prints the setting that names it, until it is interrupted:
 *
 *     eval "$(tests/spark/install)"; node tests/dist/spark/main.js
 */
import { once } from "node:events";

import { hasSpark, startCluster } from "./cluster.js";

if (hasSpark()) {
  const cluster = await startCluster();
  process.stdout.write(`export DESPLIEGA_ENGINE=${cluster.url}\n`);
  process.stderr.write(
    `a directory that the cluster reads: ${cluster.directory}; Ctrl+C ends it\n`,
  );
  // An interval keeps the process: children alone do not.
  const waiting = setInterval(() => {}, 60_000);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  clearInterval(waiting);
  await cluster.stop();
} else {
  process.stderr.write('there is no Spark: eval "$(tests/spark/install)"\n');
  process.exitCode = 1;
}
