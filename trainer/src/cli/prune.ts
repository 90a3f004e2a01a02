import {
  planPrune,
  planPruneInputs,
  prune,
  pruneInputs,
  type BlobStore,
  type InputReason,
  type PruneReason,
  type PruneRules,
  type SurveyedInput,
  type SurveyedVersion,
} from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { dropOldTables, oldTables } from "../release/online/old-tables.js";
import { recorded, tablesOf } from "./recorded.js";
import { withStore } from "./store.js";
import { examples } from "./examples.js";
import { megabytes } from "./megabytes.js";
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
      "delete old releases, old editions of features, kept inputs that no release needs, and what interrupted runs left; print each with its reason",
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
      const { versions, inputs, tables } = dryRun
        ? await withStore(settings, async (store, storage) => ({
            ...(await planAll(store, model.name, rules)),
            tables: await oldTables(store, tablesOf(settings, storage), model.name, rules),
          }))
        : await recorded(
            context,
            { verb: "prune", model: model.name, parameters },
            async (store, note, reach) => {
              const pruned = await prune(store, model.name, rules);
              const dropped = await dropOldTables(store, reach.tables, model.name, rules);
              const kept = await pruneInputs(store, model.name, rules);
              const deleted = goneOf(pruned).length;
              note({
                verdicts: [
                  { versions: pruned.length, deleted, tables: dropped.length },
                  { inputs: kept.length, deleted: goneOf(kept).length },
                ],
              });
              return { versions: pruned, inputs: kept, tables: dropped };
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
      for (const of of inputs) {
        const fate = FATES[`${of.goes}`][`${dryRun}`];
        const { content, dataset, bytes } = of;
        const reason = INPUT_REASONS[of.reason];
        progress.row(() => inputText(of, fate), { input: content, dataset, fate, reason, bytes });
      }
      const gone = goneOf(versions);
      const bytes = [...gone, ...goneOf(inputs)].reduce((sum, of) => sum + of.bytes, 0);
      progress.result(
        `${dryRun ? "Would delete" : "Deleted"} ${countsOf(versions, inputs)} of ${name}, ${megabytes(bytes)}${tablesText(tables.length)}.`,
        {
          model: name,
          deleted: dryRun ? 0 : gone.length,
          versions: versions.length,
          inputs: dryRun ? 0 : goneOf(inputs).length,
          bytes,
          tables: tables.length,
        },
      );
    });
};

const tablesText = (count: number): string =>
  count === 0 ? "" : `, and ${count} ${count === 1 ? "table" : "tables"} of their features`;

const planAll = async (store: BlobStore, model: string, rules: PruneRules) => {
  const versions = await planPrune(store, model, rules);
  const leaving = goneOf(versions).flatMap(({ version, edition }) =>
    edition === undefined ? [version] : [],
  );
  return { versions, inputs: await planPruneInputs(store, model, rules, new Set(leaving)) };
};

const goneOf = <Of extends { readonly goes: boolean }>(all: readonly Of[]): readonly Of[] =>
  all.filter(({ goes }) => goes);

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

const INPUT_REASONS: Readonly<Record<InputReason, string>> = {
  needed: "a release needs it",
  "kept within the grace": "kept within the grace",
  unsure: "a release that may need it cannot be read",
  unneeded: "no release needs it",
  unfinished: "left by a run that died",
};

/** How many of the versions go and, where there are any, how many of the editions and of the kept inputs. */
const countsOf = (
  surveyed: readonly SurveyedVersion[],
  inputs: readonly SurveyedInput[],
): string => {
  const [editions, versions] = [true, false].map((isEdition) =>
    surveyed.filter(({ edition }) => (edition !== undefined) === isEdition),
  ) as [SurveyedVersion[], SurveyedVersion[]];
  const counted = (of: readonly { readonly goes: boolean }[], what: string): string =>
    `${goneOf(of).length} of ${of.length} ${what}`;
  return [
    counted(versions, "versions"),
    ...(editions.length === 0 ? [] : [counted(editions, "editions")]),
    ...(inputs.length === 0 ? [] : [counted(inputs, "kept inputs")]),
  ].join(" and ");
};

const rowText = (
  { version, edition, reason, blobs, bytes }: SurveyedVersion,
  fate: string,
): string =>
  `${edition === undefined ? version : `└ edition ${edition}`}  ${fate.padEnd(8)}  ${`${blobs} blobs`.padStart(8)}  ${megabytes(bytes).padStart(9)}  ${REASONS[reason]}`;

const inputText = ({ content, dataset = "", reason, bytes }: SurveyedInput, fate: string): string =>
  `input ${content.slice(0, 12)}  ${fate.padEnd(8)}  ${dataset.padEnd(12)}  ${megabytes(bytes).padStart(9)}  ${INPUT_REASONS[reason]}`;
