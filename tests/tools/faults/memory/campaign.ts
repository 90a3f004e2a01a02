import type { Campaign } from "../lib/campaign.js";
import { withWorkshop } from "../lib/workshop.js";
import { starveTheReport } from "./report-step.js";
import { plainParts, trainWithin } from "./small-limits.js";
import { trainTenfold } from "./tenfold.js";

/** Limits of the long form, in steps of one MB from 1 MB on. */
const LIMITS = 60;

/**
 * The engine's memory limit is below what a run needs: it ends in one clear error with nothing published, or gives the
 * same bytes as with memory enough. One more run loses its memory where the report is drawn beside the tables. The long form also trains on ten times the data under a limit of 1 GB.
 */
export const memory: Campaign = async ({ cases = LIMITS }, say) => {
  const plain = await plainParts();
  const failures: string[] = [];
  let done = 0;
  for (let i = 1; i <= cases; i++) {
    const limit = (LIMITS * i) / cases;
    const ended = await trainWithin(limit, plain);
    if (ended.done) done++;
    if (ended.broken !== undefined) failures.push(`limit of ${limit} MB: ${ended.broken}`);
  }
  say(`memory: ${done} of ${cases} runs had enough`);
  const starved = await starveTheReport();
  if (starved.broken !== undefined) failures.push(`starved at the report: ${starved.broken}`);
  if (!starved.reached) failures.push("no run was short of memory while the report is drawn");
  if (done === 0 || done === cases) failures.push("the limits are all too small, or none is");
  if (cases < LIMITS) return { campaign: "memory", cases: cases + 1, failures };
  const broken = await withWorkshop((workshop) => trainTenfold(workshop, say));
  if (broken !== undefined) failures.push(`ten times the data under 1 GB: ${broken}`);
  return { campaign: "memory", cases: cases + 2, failures };
};
