import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "../../engine/engine.js";
import { StageInvalid } from "../../errors/errors.js";
import { parseModel } from "../../model/load.js";
import type { RunInput } from "../../records/run-record.js";
import type { MadeCandidate } from "../release-candidate.js";
import { readStage } from "./stage-directory.js";
import { TrainedDescription } from "./trained-description.js";
import { inputFile } from "./write-prepared.js";
import { COMPARISON, partFile } from "./write-trained.js";

/** A candidate that was trained into a directory. */
export interface OpenedTrained {
  readonly made: MadeCandidate;
  /** Every file of the directory. */
  readonly files: readonly RunInput[];
}

/**
 * Opens a candidate that was trained into a directory, with its tables in the engine. Its definition is the one that it was trained with.
 *
 * @throws `STAGE_INVALID`
 */
export const openTrained = async (
  engine: Engine,
  directory: string,
  name: string,
): Promise<OpenedTrained> => {
  const { description, files } = await readStage(directory, "train", TrainedDescription);
  const { facts, parts, asOf, newestEvent, unknown, testRows } = description;
  if (facts.model !== name)
    throw new StageInvalid({
      directory,
      problem: `is of ${facts.model}, not of ${name}`,
      verb: "train",
    });
  const place = (file: string): string => join(directory, file);
  const textOf = (part: string): Promise<string> => readFile(place(partFile(part)), "utf8");
  const defined = parseModel({
    name,
    folder: place("parts"),
    yaml: await textOf("model.yaml"),
    sql: await textOf("features.sql"),
  });
  for (const { dataset, table } of defined.inputs)
    await engine.readTable(place(inputFile(dataset)), table);
  const { classes } = facts;
  return {
    made: {
      candidate: {
        model: { ...defined, classes },
        facts,
        observations: {
          asOf,
          newestEvent,
          serving: await engine.readTable(place(COMPARISON.serving)),
          unknown: unknown ? await engine.readTable(place(COMPARISON.unknown)) : undefined,
        },
        test: await engine.readTable(place(COMPARISON.test)),
        testRows,
        scored: await engine.readTable(place(COMPARISON.answers)),
      },
      parts: parts.map(({ name: part, rows }) => ({
        name: part,
        source: { file: place(partFile(part)) },
        ...(rows === undefined ? {} : { rows }),
      })),
    },
    files,
  };
};
