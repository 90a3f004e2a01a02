import { listVersions, readChampion, readManifest } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { undecidedOf } from "../release/undecided.js";
import { withStore } from "./store.js";
import { examples } from "./examples.js";
import { knownModel } from "./arguments.js";

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
          const { created, metrics, intervals, gates, comparison } = await readManifest(
            store,
            model.name,
            version,
          );
          const isChampion = version === champion?.version;
          const passed = gates.every((gate) => gate.passed);
          const undecided = undecidedOf({ gates });
          const compared = comparison?.outcome !== "impossible";
          const shown = Object.entries(metrics)
            .slice(0, 4)
            .map(([metric, value]) => {
              const ends = intervals?.metrics[metric];
              const range = ends === undefined ? "" : ` (${ends.map(shortly).join("–")})`;
              return `${metric} ${value.toFixed(4)}${range}`;
            });
          progress.result(
            `${isChampion ? "*" : " "} ${version}  ${shown.join("  ")}${passed ? "" : "  held back by its promotion checks"}${undecided.map((check) => `  cannot tell ${check}`).join("")}${compared ? "" : "  not compared with the champion"}`,
            {
              ...{ version, created, champion: isChampion, passed, undecided, compared },
              ...{ metrics, intervals },
            },
          );
        }
        if (versions.length === 0)
          progress.notice(`no release of ${name} yet: run \`despliega train ${name}\``);
      });
    });
};
