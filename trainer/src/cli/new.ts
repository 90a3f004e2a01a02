import { DATE_FORMATS, DELIMITERS, ENCODINGS, type InputFormat } from "../model/input-format.js";
import { OWN_DIRECTORY } from "../model/catalogue.js";
import { scaffold } from "../pipeline/scaffold/scaffold.js";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "@despliega/storage/language";
import type { AddCommand } from "./command.js";
import { collected } from "./arguments.js";
import { examples } from "./examples.js";
import { newModelFields, newModelText } from "./new-model-text.js";
import { oneOf } from "./one-of.js";
import { placeTyped } from "./places.js";

interface Options extends Pick<InputFormat, "delimiter" | "decimal" | "encoding" | "dateFormat"> {
  readonly from: string;
  readonly target: string;
  readonly key?: readonly string[];
  readonly time?: string;
  readonly task?: "classification" | "regression";
  readonly sensitive?: true;
  readonly language: Language;
}

/** `new <model>`: writes the folder of a model that learns from a file. */
export const newCommand: AddCommand = (program, { settings, progress, now }) => {
  program
    .command("new <model>")
    .description(
      "write a model that learns a column of a file: models/<model>/ with model.yaml, features.sql and a README",
    )
    .requiredOption("--from <file>", "the table to learn from, CSV, Parquet or a postgres:// url")
    .requiredOption("--target <column>", "the column to answer")
    .option(
      "--key <column>",
      "the column that requests ask by, once for each of several (default: requests send the features of a row)",
      collected,
    )
    .option("--time <column>", "the column with the day or moment of a row")
    .option(
      "--task <task>",
      "classification or regression (default: what the values of the target suggest)",
      oneOf(["classification", "regression"]),
    )
    .option("--sensitive", "the model decides about people, whom a column identifies")
    .option(
      "--language <code>",
      "the language of the files, en or es",
      oneOf(LANGUAGES),
      DEFAULT_LANGUAGE,
    )
    .option("--delimiter <mark>", "what is between fields, if it is found wrong", oneOf(DELIMITERS))
    .option("--decimal <mark>", "the decimal mark, if it is found wrong", oneOf([".", ","]))
    .option("--encoding <name>", "the encoding, if it is found wrong", oneOf(ENCODINGS))
    .option(
      "--date-format <format>",
      "how days are written, such as DD/MM/YYYY",
      oneOf(DATE_FORMATS),
    )
    .addHelpText(
      "after",
      examples(
        "new abandono --from clientes.csv --target baja",
        "new credito --from prestamos.csv --target impago --key cliente --time fecha",
        "new retrasos --from vuelos.csv --target retraso --key aeropuerto --time fecha --date-format DD/MM/YYYY --language es",
      ),
    )
    .action(async (name: string, options: Options) => {
      const { from, target, key = [], time, task, sensitive, language, ...hints } = options;
      const written = await scaffold(
        {
          name,
          from,
          place: placeTyped("--from", from, settings),
          target,
          key,
          time,
          task,
          sensitive: sensitive === true,
          language,
          hints,
        },
        {
          settings,
          progress,
          now,
          directory: settings.modelsDirectory ?? OWN_DIRECTORY,
        },
      );
      progress.row(
        ({ columns }) => newModelText(written, from, columns),
        newModelFields(written, from),
      );
    });
};
