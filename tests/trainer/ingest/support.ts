import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifier, openEngine, type Engine } from "@despliega/trainer/engine.js";
import { ingest, type Ingested } from "@despliega/trainer/ingest/ingest.js";
import type { Columns } from "@despliega/trainer/model/columns.js";

/** What a test sees of one ingestion that succeeded. */
export interface Outcome extends Ingested {
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
  ingest(content: string | Uint8Array, columns: Columns, maxRejected?: number): Promise<Outcome>;
  tables(): Promise<readonly string[]>;
  close(): void;
}

export const openBench = async (threads?: number): Promise<Bench> => {
  const directory = mkdtempSync(join(tmpdir(), "despliega-ingest-"));
  const engine = await openEngine({
    memoryLimit: "500MB",
    spillDirectory: join(directory, "spill"),
    threads,
  });
  const input = join(directory, "input.csv");
  const rejectedFile = join(directory, "rejected.csv");
  return {
    engine,
    input,
    rejectedFile,
    async ingest(content, columns, maxRejected) {
      writeFileSync(input, content);
      const result = await ingest(engine, input, columns, {
        table: "history",
        rejectedFile,
        maxRejected,
      });
      return {
        ...result,
        rows: await textRows(engine, columns),
        rejections: readFileSync(rejectedFile, "utf8")
          .split("\n")
          .slice(1, -1)
          .map((line) => line.replace(/,.*,/u, ":")),
      };
    },
    tables: async () =>
      (await engine.rows<{ name: string }>("SELECT table_name AS name FROM duckdb_tables()")).map(
        ({ name }) => name,
      ),
    close() {
      engine.close();
      rmSync(directory, { recursive: true });
    },
  };
};

const textRows = async (engine: Engine, columns: Columns): Promise<(string | null)[][]> => {
  const names = Object.keys(columns);
  const texts = names.map((name) => `${identifier(name)}::VARCHAR AS ${identifier(name)}`);
  const rows = await engine.rows<Record<string, string | null>>(
    `SELECT ${texts.join(", ")} FROM history`,
  );
  return rows.map((row) => names.map((name) => asJavaScript(columns, name, row[name] ?? null)));
};

const asJavaScript = (columns: Columns, name: string, text: string | null): string | null =>
  columns[name]?.type === "number" && text !== null ? String(Number(text)) : text;
