import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";
import fc from "fast-check";

import { apiOn } from "../api/support.js";
import { promoteTiny } from "../support/release.js";
import { openBench, type Bench } from "../trainer/ingest/support.js";
import { csvField } from "./support.js";
import { fieldText } from "./texts.js";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Reads ids from texts as training does; undefined when the row is quarantined. */
const trained = async (texts: readonly string[]): Promise<readonly (string | undefined)[]> => {
  const lines = texts.map((text, i) => `${i},${csvField(text)}\n`);
  const file = `row,id\n${lines.join("")}${texts.length},1\n`;
  const columns = { row: { type: "integer" }, id: { type: "integer" } } as const;
  const { rows } = await bench.ingest(file, columns, 1);
  const kept = new Map(rows.map(([row, id]) => [Number(row), id!]));
  return texts.map((_, i) => kept.get(i));
};

const check = async (texts: readonly string[]): Promise<void> => {
  const ids = await trained(texts);
  const taken = [...new Set(ids.filter((id) => id !== undefined))];
  const known = taken.length > 0 ? taken : ["1"];
  const api = apiOn(memoryBlobStore());
  const users = known.map((id, i) => [id, [i, null, 30, null, 1]] as const);
  await promoteTiny(api.store, { users });
  await api.releases.load();
  for (const [i, text] of texts.entries()) {
    const url = `/api/user/${encodeURIComponent(text)}/caracteristicasriesgo`;
    const { status, body } = await api.request.get(url);
    const { nb_previous_loans: place } = body as { readonly nb_previous_loans?: number };
    const id = ids[i];
    expect([text, status, place]).toEqual(
      id === undefined ? [text, 400, undefined] : [text, 200, known.indexOf(id)],
    );
  }
};

// A url without a text, or with a dot in its place, is another url.
const idText = fieldText.filter((text) => text !== "" && text !== ".");

test("every id of training is served under each of its notations, and no other id is", () =>
  fc.assert(
    fc.asyncProperty(fc.array(idText, { minLength: 30, maxLength: 60, size: "max" }), check),
    { numRuns: 10 },
  ));
