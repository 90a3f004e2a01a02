import { planPrune, prune, type PruneReason, type SurveyedVersion } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { dropOldTables, oldTables } from "../release/online/old-tables.js";
import { recorded, tablesOf } from "./recorded.js";
import { withStore } from "./store.js";
import { examples } from "./examples.js";
import { countOf, durationOf, knownModel } from "./arguments.js";

interface Options {
  readonly keep: string;
  readonly grace: string;
  readonly dryRun?: boolean;
}

/** `prune <model>`: deletes old releases and what dead runs left. */
export const pruneCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("prune <model>")
    .description(
      "delete old releases, old editions of features, and what interrupted runs left; print each with its reason",
    )
    .option("--keep <n>", "the number of newest releases to keep", "10")
    .option(
      "--grace <duration>",
      "how long to keep what was written or served, such as 12h; must be longer than any training",
      "7d",
    )
    .option("--dry-run", "only print what would be deleted")
    .addHelpText("after", examples("prune riesgo --dry-run", "prune riesgo --keep 5 --grace 30d"))
    .action(async (name: string, { keep, grace, dryRun = false }: Options) => {
      const model = knownModel(name, settings);
      const rules = { keep: countOf("--keep", keep, 0), grace: durationOf("--grace", grace) };
      const parameters = { keep, grace };
      // A dry run changes nothing, and stays off the record.
      const { versions, tables } = dryRun
        ? await withStore(settings, async (store, storage) => ({
            versions: await planPrune(store, model.name, rules),
            tables: await oldTables(store, tablesOf(settings, storage), model.name, rules),
          }))
        : await recorded(
            context,
            { verb: "prune", model: model.name, parameters },
            async (store, note, reach) => {
              const pruned = await prune(store, model.name, rules);
              const dropped = await dropOldTables(store, reach.tables, model.name, rules);
              const deleted = goneOf(pruned).length;
              note({ verdicts: [{ versions: pruned.length, deleted, tables: dropped.length }] });
              return { versions: pruned, tables: dropped };
            },
          );
      for (const of of versions) {
        const fate = FATES[`${of.goes}`][`${dryRun}`];
        progress.row(() => rowText(of, fate), {
          version: of.version,
          edition: of.edition,
          fate,
          reason: REASONS[of.reason],
          blobs: of.blobs,
          bytes: of.bytes,
        });
      }
      const gone = goneOf(versions);
      const bytes = gone.reduce((sum, of) => sum + of.bytes, 0);
      progress.result(
        `${dryRun ? "Would delete" : "Deleted"} ${countsOf(versions)} of ${name}, ${megabytes(bytes)}${tablesText(tables.length)}.`,
        {
          model: name,
          deleted: dryRun ? 0 : gone.length,
          versions: versions.length,
          bytes,
          tables: tables.length,
        },
      );
    });
};

const tablesText = (count: number): string =>
  count === 0 ? "" : `, and ${count} ${count === 1 ? "table" : "tables"} of their features`;

const goneOf = (versions: readonly SurveyedVersion[]) => versions.filter(({ goes }) => goes);

const FATES = {
  true: { true: "would go", false: "deleted" },
  false: { true: "stays", false: "stays" },
} as const;

const REASONS: Readonly<Record<PruneReason, string>> = {
  champion: "the champion",
  predecessor: "the champion's predecessor",
  newest: "one of the newest",
  "served within the grace": "served within the grace",
  "written within the grace": "written within the grace",
  "no champion yet": "no champion yet",
  unfinished: "left by a run that died",
  "half deleted": "left by a prune that died",
  old: "old",
};

/** How many of the versions go and, where there are any, how many of the editions. */
const countsOf = (surveyed: readonly SurveyedVersion[]): string => {
  const [editions, versions] = [true, false].map((isEdition) =>
    surveyed.filter(({ edition }) => (edition !== undefined) === isEdition),
  ) as [SurveyedVersion[], SurveyedVersion[]];
  const counted = (of: readonly SurveyedVersion[], what: string): string =>
    `${goneOf(of).length} of ${of.length} ${what}`;
  return [
    counted(versions, "versions"),
    ...(editions.length === 0 ? [] : [counted(editions, "editions")]),
  ].join(" and ");
};

const rowText = (
  { version, edition, reason, blobs, bytes }: SurveyedVersion,
  fate: string,
): string =>
  `${edition === undefined ? version : `└ edition ${edition}`}  ${fate.padEnd(8)}  ${`${blobs} blobs`.padStart(8)}  ${megabytes(bytes).padStart(9)}  ${REASONS[reason]}`;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
