import { posix } from "node:path";

import type { Import } from "./imports.js";

/**
 * The folders of the trainer, from the lowest to the highest, and which others each may import, types counted: only
 * those below it.
 */
export const TRAINER_ROOMS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  engine: ["errors"],
  identity: ["errors"],
  evaluate: ["engine", "errors"],
  estimators: ["engine", "errors"],
  model: ["engine", "errors", "estimators", "evaluate"],
  dataset: ["engine", "errors", "model"],
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

/** What a room may import of the rooms above it, each as one line: nothing, in rooms without circles. */
export const upwards = (rooms: Readonly<Record<string, readonly string[]>>): string[] => {
  const order = Object.keys(rooms);
  return Object.entries(rooms).flatMap(([room, others]) =>
    others
      .filter((other) => order.indexOf(other) >= order.indexOf(room))
      .map((other) => `${room} imports ${other}`),
  );
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
