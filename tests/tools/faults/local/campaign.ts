import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { generate } from "../../../data/generator.js";
import { randomOf } from "../../load/lib/random.js";
import type { Campaign } from "../lib/campaign.js";
import { planRound, runRound } from "./round.js";

/** Rounds of the long form. */
const ROUNDS = 200;

/** Rounds that one directory sees: the first finds it empty, the others used. */
const ROUNDS_EACH = 2;

/**
 * Commands share one local store: 2, 4 and 8 at once, on an empty and on a used directory. In a third of the rounds each
 * is killed, and in half of those the keeper of the store too. No release that was reported as published may be missing.
 */
export const local: Campaign = async ({ cases = ROUNDS, seed }, say) => {
  const root = await mkdtemp(join(tmpdir(), "despliega-local-"));
  const failures: string[] = [];
  let reported = 0;
  try {
    const input = join(root, "loans.csv");
    await generate("--users", "20", "--seed", "3", "--out", input);
    let published = new Set<string>();
    for (let index = 0; index < cases; index++) {
      const fresh = index % ROUNDS_EACH === 0;
      if (fresh) published = new Set();
      const directory = join(root, `${Math.floor(index / ROUNDS_EACH)}`);
      const round = planRound(randomOf(seed, index), index, input);
      const before = published.size;
      const broken = await runRound(directory, round, published);
      reported += published.size - before;
      const where = fresh ? "an empty directory" : "a used directory";
      if (broken !== undefined)
        failures.push(`round ${index}, ${round.title}, on ${where}: ${broken}`);
      if (!fresh && broken === undefined) await rm(directory, { recursive: true, force: true });
      if ((index + 1) % 10 === 0)
        say(`local: ${index + 1} of ${cases}, ${failures.length} failures`);
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  say(`local: ${reported} releases were reported as published`);
  return { campaign: "local", cases, failures };
};
