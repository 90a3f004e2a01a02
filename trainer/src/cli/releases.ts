import {
  listVersions,
  readApprovals,
  readChampion,
  type BlobStore,
  type Champion,
} from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { undecidedOf } from "../release/undecided.js";
import { withStore } from "./store.js";
import { examples } from "./examples.js";
import { knownModel } from "./arguments.js";
import { requireSealed, type Sealed } from "./release.js";

/** An end of an interval, of two digits. */
const shortly = (end: number): string => String(Number(end.toPrecision(2)));

/** `releases <model>`: lists the releases and marks the champion. */
export const releasesCommand: AddCommand = (program, { settings, progress }) => {
  program
    .command("releases <model>")
    .description("list the releases, oldest first, and mark the champion")
    .addHelpText("after", examples("releases riesgo"))
    .action(async (name: string) => {
      const model = knownModel(name, settings);
      await withStore(settings, async (store) => {
        const { champion } = await readChampion(store, model.name);
        const versions = await listVersions(store, model.name);
        for (const version of versions) {
          const release = await requireSealed(store, model.name, version);
          const { created, metrics, intervals, gates, comparison } = release.manifest;
          const isChampion = version === champion?.version;
          const passed = gates.every((gate) => gate.passed);
          const undecided = undecidedOf({ gates });
          const compared = comparison?.outcome !== "impossible";
          const approvals = isChampion ? undefined : await approvalsOf(store, release, champion);
          const shown = Object.entries(metrics)
            .slice(0, 4)
            .map(([metric, value]) => {
              const ends = intervals?.metrics[metric];
              const range = ends === undefined ? "" : ` (${ends.map(shortly).join("–")})`;
              return `${metric} ${value.toFixed(4)}${range}`;
            });
          progress.result(
            `${isChampion ? "*" : " "} ${version}  ${shown.join("  ")}${passed ? "" : "  held back by its promotion checks"}${undecided.map((check) => `  cannot tell ${check}`).join("")}${compared ? "" : "  not compared with the champion"}${approvalsText(approvals)}`,
            {
              ...{ version, created, champion: isChampion, passed, undecided, compared },
              ...{ metrics, intervals, approvals },
            },
          );
        }
        if (versions.length === 0)
          progress.notice(`no release of ${name} yet: run \`despliega train ${name}\``);
      });
    });
};

/** The identities that a release needs for its promotion, and those that approve it; undefined where one is enough. */
const approvalsOf = async (
  store: BlobStore,
  release: Sealed,
  champion: Champion | undefined,
): Promise<Approvals | undefined> => {
  const { approvals: needed } = release.manifest;
  if (needed === undefined) return undefined;
  const given = await readApprovals(store, release, champion);
  return { needed, given: given.map(({ by }) => by) };
};

interface Approvals {
  readonly needed: number;
  readonly given: readonly string[];
}

const approvalsText = (approvals: Approvals | undefined): string => {
  if (approvals === undefined) return "";
  const { needed, given } = approvals;
  return `  needs ${needed} identities${given.length === 0 ? "" : `, approved by ${given.join(", ")}`}`;
};
