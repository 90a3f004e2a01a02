import type { Ingested } from "../ingest/ingest.js";

/** What is unusual about an input that was read, each as a sentence for people. */
export const inputWarnings = ({
  dataset,
  ignoredColumns,
  lastLineEnds,
  lackedIdentifier,
}: Ingested): string[] => [
  ...(lackedIdentifier === undefined
    ? []
    : [
        `${dataset} has no ${lackedIdentifier}: each row counts as a person of its own, whom nobody can identify`,
      ]),
  ...(ignoredColumns.length > 0
    ? [
        ignoredColumns.length === 1
          ? `1 column of ${dataset} is not used`
          : `${ignoredColumns.length} columns of ${dataset} are not used`,
      ]
    : []),
  ...(lastLineEnds
    ? []
    : [`the last line of ${dataset} has no line break: make sure that the file is not cut short`]),
];
