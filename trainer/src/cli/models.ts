import type { AddCommand } from "./command.js";
import { readCatalogue, type Catalogue } from "../model/catalogue.js";
import type { ModelDefinition } from "../model/model.js";
import { examples } from "./examples.js";

/** `models`: lists the models, for people and for scripts. */
export const modelsCommand: AddCommand = (program, { settings, progress }) => {
  program
    .command("models")
    .description(
      "list the models: name, question, task, privacy, serving, data sets; broken models go to standard error",
    )
    .option("--json", "one JSON line per model, also on a terminal")
    .addHelpText("after", examples("models", "models --json | jq --raw-output .name"))
    .action(({ json }: { readonly json?: true }) => {
      const catalogue = readCatalogue(settings);
      for (const line of catalogue.models.map(lineOf))
        if (json) progress.document(`${JSON.stringify(line)}\n`);
        else progress.row(() => sentenceOf(line), line);
      tellBroken(catalogue);
    });
};

/** Writes the models that cannot be used to standard error, each with its problem. */
export const tellBroken = ({ broken }: Pick<Catalogue, "broken">): void => {
  for (const { name, error } of broken)
    process.stderr.write(`Left out: ${name}, as ${error.message}\n`);
};

const lineOf = ({ name, question, task, privacy, serving, inputs }: ModelDefinition) => ({
  name,
  question,
  task,
  privacy,
  serving: serving.by,
  datasets: inputs.map(({ dataset }) => dataset),
});

const sentenceOf = ({ name, question, privacy, serving, datasets }: ReturnType<typeof lineOf>) =>
  `${name}: ${question} ${privacy}, served by ${serving}, learns from ${datasets.join(", ")}`;
