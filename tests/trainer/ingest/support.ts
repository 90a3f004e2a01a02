import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { identifier } from "@despliega/trainer/engine/sql.js";
import {
  ingestAll,
  type IngestAllOptions,
  type IngestedAll,
} from "@despliega/trainer/ingest/ingest-all.js";
import type { Ingested } from "@despliega/trainer/ingest/ingest.js";
import type { PersonKeys } from "@despliega/trainer/ingest/people.js";
import type { Columns } from "@despliega/trainer/model/columns.js";
import type { InputFormat } from "@despliega/trainer/model/input-format.js";

/** What a test sees of one ingestion that succeeded. */
export interface Outcome extends Ingested {
  readonly all: IngestedAll;
  /** The table's rows as text. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** `line:reason` of each line of the rejected file. */
  readonly rejections: readonly string[];
}

/** An engine and a directory in which to ingest small files. */
export interface Bench {
  readonly engine: Engine;
  readonly input: string;
  readonly rejectedFile: string;
  /** By which a model's inputs are read here. */
  readonly options: IngestAllOptions;
  /** Reads one input, `history.csv`, into the table `history`. */
  ingest(
    content: string | Uint8Array,
    columns: Columns,
    maxRejected?: number,
    input?: InputFormat,
  ): Promise<Outcome>;
  tables(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What tests of {@link openBench} call their model, of which pseudonyms depend. */
export const MODEL = "test";

export const openBench = async (
  threads?: number,
  keys: PersonKeys = { pseudonym: [], identity: [] },
): Promise<Bench> => {
  const directory = mkdtempSync(join(tmpdir(), "despliega-ingest-"));
  const engine = await openEngine({
    memoryLimit: "500MB",
    spillDirectory: join(directory, "spill"),
    threads,
  });
  const input = join(directory, "input.csv");
  const rejectedFile = join(directory, "rejected.csv");
  const options = { directory, maxRejected: 0.01, keys };
  return {
    engine,
    input,
    rejectedFile,
    options,
    async ingest(content, columns, maxRejected = options.maxRejected, format = {}) {
      await engine.run("DROP TABLE IF EXISTS history");
      writeFileSync(input, content);
      const definition = { dataset: "history.csv", table: "history", columns, input: format };
      const all = await ingestAll(
        engine,
        { name: MODEL, inputs: [definition] },
        [{ file: input }],
        { ...options, maxRejected },
      );
      return {
        ...all.inputs[0]!,
        all,
        rows: await textRows(engine, columns),
        rejections: readFileSync(rejectedFile, "utf8")
          .split("\n")
          .slice(1, -1)
          .map((line) => line.replace(/^history\.csv,(\d+),.*,/u, "$1:")),
      };
    },
    tables: async () =>
      (await engine.rows<{ name: string }>("SELECT table_name AS name FROM duckdb_tables()")).map(
        ({ name }) => name,
      ),
    async close() {
      await engine.close();
      rmSync(directory, { recursive: true });
    },
  };
};

const textRows = async (engine: Engine, columns: Columns): Promise<(string | null)[][]> => {
  const names = tableColumns(columns);
  const texts = names.map((name) => `${identifier(name)}::VARCHAR AS ${identifier(name)}`);
  const rows = await engine.rows<Record<string, string | null>>(
    `SELECT ${texts.join(", ")} FROM history`,
  );
  return rows.map((row) => names.map((name) => asJavaScript(columns, name, row[name] ?? null)));
};

/** The columns that a table has of an input's. */
const tableColumns = (columns: Columns): string[] =>
  Object.entries(columns).flatMap(([name, column]) => {
    const person = column.type === "text" ? column.person : undefined;
    return person === "name" ? [] : [person === "identifier" ? "pseudonym" : name];
  });

const asJavaScript = (columns: Columns, name: string, text: string | null): string | null =>
  columns[name]?.type === "number" && text !== null ? String(Number(text)) : text;
