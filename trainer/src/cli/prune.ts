import {
  decidingUnits,
  dropOldDecisions,
  dropRecorded,
  firstKeptDay,
  oldDecisions,
  oldRecorded,
  planPrune,
  planPruneInputs,
  prune,
  pruneInputs,
  type BlobStore,
  type PruneRules,
} from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { dropOldTables, oldTables } from "../release/online/old-tables.js";
import { withDecisions } from "./decision-store.js";
import { recorded, tablesOf } from "./recorded.js";
import { withStore } from "./store.js";
import { examples } from "./examples.js";
import { megabytes } from "./megabytes.js";
import {
  countsOf,
  daysText,
  fateOf,
  goneOf,
  INPUT_REASONS,
  inputText,
  REASONS,
  sizesOf,
  versionText,
} from "./prune-text.js";
import { countOf, durationOf, knownModel } from "./arguments.js";

interface Options {
  readonly keep: string;
  readonly grace: string;
  readonly dryRun?: boolean;
}

/** `prune <model>`: deletes old releases and what dead runs left. */
export const pruneCommand: AddCommand = (program, context) => {
  const { settings, progress, now } = context;
  program
    .command("prune <model>")
    .description(
      "delete old releases, old editions of features, kept inputs that no release needs, old decisions, old recorded answers, and what interrupted runs left; print each with its reason",
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
      const typed = { keep: countOf("--keep", keep, 0), grace: durationOf("--grace", grace) };
      const parameters = { keep, grace };
      const firstDay = firstKeptDay(now(), settings.decisions.days);
      await withDecisions(context, async (decided) => {
        const rules: PruneRules = {
          ...typed,
          deciding: () => decidingUnits(decided, model.name, firstDay),
          decidingSince: Date.parse(firstDay),
        };
        const old = await oldDecisions(decided, model.name, firstDay);
        const firstRecorded = firstKeptDay(now(), settings.predictionDays);
        const answers = sizeOf(await oldRecorded(decided, model.name, firstRecorded));
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
                await dropOldDecisions(decided, old);
                await dropRecorded(decided, answers.blobs);
                const deleted = goneOf(pruned).length;
                note({
                  verdicts: [
                    { ...sizesOf(pruned), deleted, tables: dropped.length },
                    { inputs: kept.length, deleted: goneOf(kept).length },
                    { decisions: old.days, bytes: old.bytes },
                    { recorded: answers.days, bytes: answers.bytes },
                  ],
                });
                return { versions: pruned, inputs: kept, tables: dropped };
              },
            );
        for (const of of versions) {
          const fate = fateOf(of, dryRun);
          progress.row(() => versionText(of, fate), {
            version: of.version,
            edition: of.edition,
            fate,
            reason: REASONS[of.reason],
            blobs: of.blobs,
            bytes: of.bytes,
          });
        }
        for (const of of inputs) {
          const fate = fateOf(of, dryRun);
          const { content, dataset, bytes } = of;
          const reason = INPUT_REASONS[of.reason];
          progress.row(() => inputText(of, fate), { input: content, dataset, fate, reason, bytes });
        }
        const gone = goneOf(versions);
        const bytes = [...gone, ...goneOf(inputs)].reduce((sum, of) => sum + of.bytes, 0);
        progress.result(
          `${dryRun ? "Would delete" : "Deleted"} ${countsOf(versions, inputs)} of ${name}, ${megabytes(bytes)}${tablesText(tables.length)}${daysText("decisions", old)}${daysText("recorded answers", answers)}.`,
          {
            model: name,
            deleted: dryRun ? 0 : gone.length,
            ...sizesOf(versions),
            inputs: dryRun ? 0 : goneOf(inputs).length,
            bytes,
            tables: tables.length,
            decisions: { days: old.days, bytes: old.bytes },
            recorded: { days: answers.days, bytes: answers.bytes },
          },
        );
      });
    });
};

const sizeOf = (blobs: Awaited<ReturnType<typeof oldRecorded>>) => ({
  blobs,
  days: new Set(blobs.map(({ day }) => day)).size,
  bytes: blobs.reduce((sum, of) => sum + of.bytes, 0),
});

const tablesText = (count: number): string =>
  count === 0 ? "" : `, and ${count} ${count === 1 ? "table" : "tables"} of their features`;

const planAll = async (store: BlobStore, model: string, rules: PruneRules) => {
  const versions = await planPrune(store, model, rules);
  const leaving = goneOf(versions).flatMap(({ version, edition }) =>
    edition === undefined ? [version] : [],
  );
  return { versions, inputs: await planPruneInputs(store, model, rules, new Set(leaving)) };
};
