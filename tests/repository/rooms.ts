import { posix } from "node:path";

import type { Import } from "./imports.js";

/** The folders of the trainer, and which others each may import, types counted. */
export const TRAINER_ROOMS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  engine: ["errors"],
  identity: ["errors"],
  evaluate: ["engine", "errors"],
  model: ["dataset", "engine", "errors", "estimators", "evaluate"],
  dataset: ["engine", "errors", "model"],
  estimators: ["dataset", "engine", "errors", "model"],
  sources: ["errors", "model"],
  ingest: ["engine", "errors", "identity", "model", "sources"],
  learn: ["dataset", "engine", "errors", "estimators", "evaluate", "model"],
  report: ["dataset", "estimators", "evaluate", "learn", "model"],
  release: [
    ...["dataset", "engine", "errors", "estimators", "evaluate", "ingest", "learn", "model"],
    ...["report", "sources"],
  ],
  pipeline: [
    ...["dataset", "engine", "errors", "estimators", "evaluate", "ingest", "learn", "model"],
    ...["release", "sources"],
  ],
  conform: ["errors", "pipeline"],
  cli: ["conform", "errors", "identity", "model", "pipeline", "release", "report"],
};

const roomOf = (path: string): string => path.split("/").slice(1, -1)[0] ?? "";

/** The imports from one room into another that the list does not have, each as one line. */
export const strayed = (
  rooms: Readonly<Record<string, readonly string[]>>,
  imports: readonly Import[],
): string[] =>
  imports
    .filter(({ specifier }) => specifier.startsWith("."))
    .map(({ file, specifier }) => ({
      file,
      target: posix.join(posix.dirname(file), specifier),
    }))
    .filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      const within = target.startsWith("src/") && from !== "" && from !== to;
      return within && rooms[from]?.includes(to) !== true;
    })
    .map(({ file, target }) => `${file} imports ${target}`);
