import type { Campaign } from "../lib/campaign.js";
import { noSmallDisk } from "../lib/small-disk.js";
import { withWorkshop } from "../lib/workshop.js";
import { fillAzurite } from "./azurite.js";
import { KINDS, openDiskLine } from "./trainer.js";

/** Disks of the long form. */
const DISKS = 60;

/** Of so many disks one is Azurite's, where one run after the other is tried. */
const AZURITE = 6;
const RUNS = 4;

/** Bytes of Azurite's smallest disk; each run needs some 150,000. */
const LEAST = 40 * 4_096;

/**
 * There is no space left: where a trainer writes and spills, from a disk that holds next to nothing to one that holds
 * all, for every kind of input; and for Azurite.
 */
export const disk: Campaign = ({ cases = DISKS }, say) =>
  withWorkshop(async (workshop) => {
    const skipped = noSmallDisk(await workshop.directory("none"));
    if (skipped !== undefined) {
      say(`disk: skipped, ${skipped}`);
      return { campaign: "disk", cases: 0, failures: [] };
    }
    const failures: string[] = [];
    let full = 0;
    let tried = 0;
    let inParallel = 0;
    const azurites = Math.max(1, Math.floor(cases / AZURITE));
    for (let i = 0; i < azurites; i++) {
      const runs = Math.min(RUNS, cases - tried);
      const filled = await fillAzurite(workshop, LEAST + i * 24 * 4_096, runs);
      failures.push(...filled.broken);
      full += filled.full;
      tried += runs;
    }
    say(`disk: ${tried} runs on small Azurites, ${full} without space`);

    // Many users take long: they are tried in the long form.
    const kinds = cases < DISKS ? KINDS.slice(0, -1) : KINDS;
    for (const [i, kind] of kinds.entries()) {
      const left = Math.floor((cases - tried) / (kinds.length - i));
      if (left === 0) continue;
      const line = await openDiskLine(workshop, kind);
      for (let at = 1; at <= left; at++) {
        const share = (1.2 * at) / (left + 1);
        const { broken, full: ended, inParallel: beside } = await line.tryShare(share);
        if (ended) full++;
        if (ended && beside) inParallel++;
        if (broken !== undefined)
          failures.push(`${kind}, ${share.toFixed(3)} of the space: ${broken}`);
      }
      tried += left;
      say(`disk: ${tried} runs, ${full} without space, ${failures.length} failures`);
    }
    if (full === 0) failures.push("no disk was ever full");
    if (inParallel === 0) failures.push("no disk was full where the report is drawn beside");
    return { campaign: "disk", cases: tried, failures };
  });
