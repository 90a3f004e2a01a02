import { posix } from "node:path";

import type { Import } from "./imports.js";

/** Rooms from the lowest to the highest, and which others each may import, types counted: only those below it. */
export type Rooms = Readonly<Record<string, readonly string[]>>;

/** The folders and the loose files of a workspace's sources. */
export interface House {
  readonly rooms: Rooms;
  readonly entries: readonly string[];
}

const TRAINER: Rooms = {
  errors: [],
  engine: ["errors"],
  identity: ["errors"],
  onnx: [],
  records: [],
  evaluate: ["engine", "errors"],
  estimators: ["engine", "errors"],
  model: ["engine", "errors", "estimators", "evaluate"],
  dataset: ["engine", "errors", "estimators", "model"],
  check: ["dataset", "engine", "errors", "estimators", "model"],
  sources: ["engine", "errors", "model"],
  ingest: ["engine", "errors", "identity", "model", "sources"],
  learn: ["dataset", "engine", "errors", "estimators", "evaluate", "model"],
  report: ["dataset", "estimators", "evaluate", "ingest", "learn", "model"],
  monitor: ["engine", "estimators", "evaluate", "learn", "model"],
  release: [
    ...["dataset", "engine", "errors", "estimators", "evaluate", "ingest", "learn", "model"],
    ...["monitor", "onnx", "records", "report", "sources"],
  ],
  pipeline: [
    ...["check", "dataset", "engine", "errors", "estimators", "evaluate", "ingest", "learn"],
    ...["model", "monitor", "onnx", "records", "release", "sources"],
  ],
  conform: ["errors", "pipeline"],
  cli: [
    ...[
      "check",
      "conform",
      "errors",
      "identity",
      "model",
      "monitor",
      "pipeline",
      "records",
      "release",
    ],
    ...["report", "sources"],
  ],
};

const STORAGE: Rooms = {
  errors: [],
  values: [],
  language: [],
  formats: ["errors"],
  process: ["errors"],
  settings: ["errors"],
  people: ["errors", "settings"],
  tracing: ["errors", "settings"],
  azure: ["errors"],
  signing: ["azure", "errors", "settings"],
  blob: ["azure", "errors", "process", "settings", "signing", "tracing"],
  audit: ["blob"],
  tables: ["azure", "errors", "process"],
  release: ["blob", "errors", "formats", "language", "process", "signing"],
  answers: ["formats", "release", "values"],
  watch: ["blob", "errors", "formats", "people", "release", "settings"],
  azurite: ["errors", "process"],
  local: ["azurite", "errors", "process"],
};

const API: Rooms = {
  errors: [],
  http: ["errors"],
  console: ["http"],
  security: ["errors", "http"],
  serving: ["errors", "http", "security"],
  decisions: ["errors", "http", "serving"],
  recording: ["http", "security", "serving"],
  openapi: ["errors", "http", "security", "serving"],
  ops: ["http", "openapi", "recording", "serving"],
  protocols: ["errors", "http", "openapi", "security", "serving"],
  about: ["http", "openapi", "ops", "protocols", "security", "serving"],
};

/** The workspaces that have rooms. */
export const HOUSES: Readonly<Record<string, House>> = {
  storage: { rooms: STORAGE, entries: ["index.ts"] },
  api: { rooms: API, entries: ["app.ts", "config.ts", "index.ts", "main.ts", "program.ts"] },
  trainer: { rooms: TRAINER, entries: ["index.ts", "main.ts", "program.ts"] },
};

/** What a room may import of the rooms above it, each as one line: nothing, in rooms without circles. */
export const upwards = (rooms: Rooms): string[] => {
  const order = Object.keys(rooms);
  return Object.entries(rooms).flatMap(([room, others]) =>
    others
      .filter((other) => order.indexOf(other) >= order.indexOf(room))
      .map((other) => `${room} imports ${other}`),
  );
};

const roomOf = (path: string): string => path.split("/").slice(1, -1)[0] ?? "";

/** The imports from one room into another that the list does not have, each as one line. */
export const strayed = (rooms: Rooms, imports: readonly Import[]): string[] =>
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
