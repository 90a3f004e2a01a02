import {
  listKeptInputs,
  neededInputs,
  type ListedKeptInput,
  type NeededInputs,
} from "@despliega/storage";

import { knownModel } from "./arguments.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { megabytes } from "./megabytes.js";
import { withStore } from "./store.js";
import { visible } from "./terminal-text.js";

/** `data <model>`: lists the inputs that are kept, with the releases that were trained on each. */
export const dataCommand: AddCommand = (program, { settings, progress }) => {
  program
    .command("data <model>")
    .description(
      "list the inputs that are kept, newest first, with the releases that were trained on each",
    )
    .option("--json", "one JSON line per input, also on a terminal")
    .addHelpText("after", examples("data riesgo", "data riesgo --json | jq .releases"))
    .action(async (name: string, { json = false }: { json?: boolean }) => {
      const model = knownModel(name, settings);
      await withStore(settings, async (store) => {
        const { inputs } = await listKeptInputs(store, model.name);
        const needed = await neededInputs(store, model.name);
        for (const input of inputs) {
          const releases = needed.versions.get(input.kept.sha256) ?? [];
          const fields = fieldsOf(input, releases);
          if (json) progress.document(`${JSON.stringify(fields)}\n`);
          else progress.row(() => rowText(input, releases), fields);
        }
        if (!json) for (const notice of noticesOf(name, inputs, needed)) progress.notice(notice);
      });
    });
};

const fieldsOf = ({ kept, stored }: ListedKeptInput, releases: readonly string[]) => {
  const { upload: _, ...record } = kept;
  return { ...record, stored, releases };
};

const rowText = (
  { kept: { at, dataset, rows, columns, bytes, source, by, sha256 }, stored }: ListedKeptInput,
  releases: readonly string[],
): string =>
  [
    `${at.slice(0, 16).replace("T", " ")}  ${dataset}  ${rows.toLocaleString("en")} rows`,
    `${columns.length} columns`,
    `${megabytes(bytes)}, stored in ${megabytes(stored)}`,
    `from ${visible(source)}`,
    `by ${visible(by)}`,
    sha256.slice(0, 12),
    releases.length === 0 ? "no release" : releases.join(" "),
  ].join("  ");

const noticesOf = (
  model: string,
  inputs: readonly ListedKeptInput[],
  { without, unreadable }: NeededInputs,
): readonly string[] => [
  ...(inputs.length === 0
    ? [`no input of ${model} is kept yet: \`despliega train ${model}\` keeps what it reads`]
    : []),
  ...(without.length === 0 ? [] : [`releases that keep no input: ${without.join(", ")}`]),
  ...(unreadable.length === 0
    ? []
    : [`releases whose manifest cannot be read: ${unreadable.join(", ")}`]),
];
