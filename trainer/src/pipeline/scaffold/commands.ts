import { fillPath, KEY_SEPARATOR } from "@despliega/storage";

import type { Draft } from "./draft.js";
import type { Example } from "./example.js";
import { pathsOf } from "./yaml-serving.js";
import type { Phrases } from "./words/phrases.js";

/** What to type next. */
export interface Commands {
  readonly train: string;
  readonly start: string;
}

/** The commands that train and serve a model. */
export const commandsOf = ({ name }: Pick<Draft, "name">, file: string): Commands => ({
  train: `npx despliega train ${name} --input ${quoted(file)}`,
  start: "npx despliega start",
});

/** A text as one word of a shell. */
export const quoted = (text: string): string =>
  /^[\w./@:%~-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Where `despliega start` serves open models. */
const URL = "http://localhost:8080";

const JSON_HEADER = "-H 'content-type: application/json'";

/** A request to the model that was served, ready to be typed. */
export const requestOf = (draft: Draft, example: Example, phrases: Phrases): string => {
  const { keys, name, subject } = draft;
  if (keys.length > 0) {
    const values = String(example["entity"]).split(KEY_SEPARATOR);
    const { prediction } = pathsOf(draft, phrases);
    const isPerson = keys.some((key) => key.isPerson);
    const named = new Map(keys.map((key, at) => [key.name, isPerson ? "…" : (values[at] ?? "")]));
    const url = URL + fillPath(prediction, (key) => encodeURIComponent(named.get(key) ?? ""));
    if (!isPerson) return `curl ${quoted(url)}`;
    const key = keys.length === 1 ? "…" : Object.fromEntries(named);
    return `curl ${url} ${JSON_HEADER} -d ${quoted(JSON.stringify({ key }))}`;
  }
  const row = subject === undefined ? example : { [subject]: "…", ...example };
  return `curl ${URL}/v1/models/${name}/prediction ${JSON_HEADER} -d ${quoted(JSON.stringify(row))}`;
};
