import type { TableStore } from "@despliega/storage";

import { OptionInvalid, RunUnknown } from "../errors/errors.js";
import { requireKnown } from "../model/catalogue.js";
import { findRun, lastRuns } from "../records/runs.js";
import type { StoredRecord } from "../records/entity.js";
import { stateOf, type State } from "../records/state.js";
import { UUID_V7 } from "../records/uuid-v7.js";
import { countOf, dayOrAge } from "./arguments.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { openRecords } from "./recorded.js";
import { runFields, runLine } from "./run-text.js";
import { withAccount } from "./store.js";

interface Options {
  readonly since?: string;
  readonly limit: string;
  readonly id?: string;
  readonly json?: true;
}

/** `runs [model]`: lists the runs on record, or shows one of them whole. */
export const runsCommand: AddCommand = (program, { settings, progress, now }) => {
  program
    .command("runs [model]")
    .description(
      "list the last runs of train, tune, rebuild, promote, rollback, prune, export and identify, newest first, with their outcomes",
    )
    .option("--since <when>", "only runs that began within a duration such as 7d, or since a day")
    .option("--limit <n>", "most runs to list", "20")
    .option("--id <run>", "the whole record of one run: inputs, parameters, metrics, verdicts")
    .option("--json", "one JSON line per run with its whole record, also on a terminal")
    .addHelpText(
      "after",
      examples(
        "runs",
        "runs riesgo --since 7d",
        "runs --since 2026-01-31 --limit 500 --json | jq 'select(.state == \"failed\")'",
        "runs --id 019acfd8-6f00-7c41-9a5e-0123456789ab",
      ),
    )
    .addHelpText("after", STATES)
    .action(async (model: string | undefined, { since, limit, id, json }: Options) => {
      const wanted = {
        container: settings.storage.container,
        model,
        since: since === undefined ? undefined : dayOrAge("--since", since, now()),
        limit: countOf("--limit", limit, 1),
      };
      const run = id === undefined ? undefined : runOf(id);
      const tell = (record: StoredRecord, state: State, whole: boolean) => {
        const fields = runFields(record, state);
        if (json) progress.document(`${JSON.stringify(fields)}\n`);
        else
          progress.row(
            () => (whole ? JSON.stringify(fields, null, 2) : runLine(record, state)),
            fields,
          );
      };
      await withAccount(settings, async (storage) => {
        const table = await openRecords(settings, storage);
        const found = await recordsOf(table, run, wanted);
        const running = found.some(({ outcome }) => outcome === "running");
        const at = running ? await table.now() : now();
        for (const record of found) tell(record, stateOf(record, at), run !== undefined);
        if (found.length > 0) return;
        if (model !== undefined) requireKnown(model, settings);
        if (!json)
          progress.notice(
            since === undefined
              ? `no run is on record yet: run \`despliega train ${model ?? "riesgo"}\``
              : "no run on record began since then",
          );
      });
    });
};

const STATES = `
States:
  running    it gave a sign of life within five minutes
  done       it ended well
  held back  it published a release that was not promoted
  failed     it ended with the error whose code is shown
  stopped    a signal ended it
  died       its process is gone and wrote no end
  silent     no sign of life for five minutes: it died, or its machine cannot reach the account`;

const recordsOf = async (
  table: TableStore,
  run: string | undefined,
  wanted: Parameters<typeof lastRuns>[1],
): Promise<readonly StoredRecord[]> => {
  if (run === undefined) return lastRuns(table, wanted);
  const found = await findRun(table, wanted.container, run, wanted.model);
  if (found === undefined) throw new RunUnknown({ run });
  return [found];
};

const runOf = (id: string): string => {
  if (UUID_V7.test(id)) return id;
  throw new OptionInvalid({ option: "--id", problem: "must be an id that `despliega runs` lists" });
};
