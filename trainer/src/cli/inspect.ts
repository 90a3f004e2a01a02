import { DATE_FORMATS, DELIMITERS, ENCODINGS, type InputFormat } from "../model/input-format.js";
import { inspect } from "../pipeline/inspect.js";
import type { Progress } from "../pipeline/progress.js";
import { shownPlace } from "../sources/place.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { inspectionText } from "./inspection-text.js";
import { oneOf } from "./one-of.js";
import { placeTyped } from "./places.js";

interface Options extends Pick<InputFormat, "delimiter" | "decimal" | "encoding" | "dateFormat"> {
  readonly json?: true;
}

/** `inspect <file>`: how a file is written and what its columns hold, for a model to be made of it. */
export const inspectCommand: AddCommand = (program, { settings, progress }) => {
  program
    .command("inspect <file>")
    .description(
      "find out how a file, or a table by its postgres:// url, is written and what its columns hold; values of people are not shown",
    )
    .option("--delimiter <mark>", "what is between fields, if it is found wrong", oneOf(DELIMITERS))
    .option("--decimal <mark>", "the decimal mark, if it is found wrong", oneOf([".", ","]))
    .option("--encoding <name>", "the encoding, if it is found wrong", oneOf(ENCODINGS))
    .option(
      "--date-format <format>",
      "how days are written, such as DD/MM/YYYY",
      oneOf(DATE_FORMATS),
    )
    .option("--json", "one JSON document, also on a terminal")
    .addHelpText(
      "after",
      examples("inspect clientes.csv", "inspect clientes.csv --json | jq .format"),
    )
    .action(async (typed: string, { json, ...hints }: Options) => {
      const place = placeTyped("<file>", typed, settings);
      const file = shownPlace(place);
      const found = await inspect(place, hints, { settings, progress: json ? SILENT : progress });
      const fields = { file, ...found };
      if (json) progress.document(`${JSON.stringify(fields)}\n`);
      else progress.row(({ columns }) => inspectionText(file, found, columns), fields);
    });
};

/** Tells of no step. */
const SILENT: Pick<Progress, "step"> = { step: (_, work) => work(() => {}) };
