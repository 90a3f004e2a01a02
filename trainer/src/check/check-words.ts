import { syntaxTree } from "../engine/duckdb/syntax-tree.js";
import { foreignWords, type ForeignWord } from "../engine/spark/foreign-words.js";
import type { ModelDefinition } from "../model/model.js";
import type { Finding } from "./finding.js";
import { inputColumns } from "./input-columns.js";

const check = "words";

/** Names the words of DuckDB in `features.sql` that Spark refuses, or takes for something else, each with its line. */
export const checkWords = async ({
  sql,
  inputs,
}: Pick<ModelDefinition, "sql" | "inputs">): Promise<readonly Finding[]> => {
  const columns = new Set(inputs.flatMap((input) => inputColumns(input).map(({ name }) => name)));
  const words = foreignWords(sql, await syntaxTree(sql), columns);
  if (words.length === 0)
    return [{ check, verdict: "ok", text: "features.sql has no word that only DuckDB knows" }];
  return words.map((word) => ({
    check,
    verdict: word.isRefused ? "fails" : "warns",
    text: textOf(word),
  }));
};

const textOf = ({ line, word, instead, isRefused }: ForeignWord): string => {
  const what = isRefused ? "does not take" : "takes in its own way";
  return `line ${line}: Spark ${what} ${word}${instead === undefined ? "" : `: ${instead}`}`;
};
