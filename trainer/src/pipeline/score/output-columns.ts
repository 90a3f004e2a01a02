import { PSEUDONYM_FIELD, type Manifest, type Scorer } from "@despliega/storage";

import { InputHeader } from "../../errors/errors.js";
import { answerColumns, type OutputColumn } from "./answer-columns.js";
import type { BatchColumns, NamedColumns } from "./batch-columns.js";

/**
 * The columns of the output: those that are copied or the pseudonym, the answer, the version and the edition of the
 * features.
 *
 * @throws `INPUT_HEADER` where a column that is copied has the name of another one
 */
export const outputColumns = (
  { file, names }: NamedColumns,
  columns: BatchColumns,
  { manifest, scorer }: { readonly manifest: Manifest; readonly scorer: Scorer },
  detail: boolean,
): readonly OutputColumn[] => {
  const copied =
    columns.subject === undefined ? columns.carried.map((at) => names[at]!) : [PSEUDONYM_FIELD];
  const all: readonly OutputColumn[] = [
    ...copied.map((name) => ({ name, type: "text" }) as const),
    ...answerColumns(manifest, scorer, detail).columns,
    { name: "version", type: "text" },
    { name: "edition", type: "text" },
  ];
  const again = all.find(({ name }, at) => all.findIndex((other) => other.name === name) < at);
  if (again !== undefined)
    throw new InputHeader({
      file,
      problem: `${again.name} is a column of the answers too: rename it, or name the columns to copy with --carry`,
    });
  return all;
};
