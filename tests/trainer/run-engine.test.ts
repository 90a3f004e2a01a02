import { withRunEngine } from "@despliega/trainer/pipeline/run-engine.js";
import { expect, test } from "@jest/globals";

const SPARK = { host: "127.0.0.1", port: 1, connectSeconds: 1, statementSeconds: 1 };

const told = async (spark: typeof SPARK | undefined): Promise<readonly string[]> => {
  const lines: string[] = [];
  const settings = { memoryLimit: "300MB", threads: 1, spark };
  const progress = { notice: (line: string) => void lines.push(line) };
  expect(
    await withRunEngine({ settings, progress }, (engine) => engine.row("SELECT 1 AS n")),
  ).toEqual({ n: 1 });
  return lines;
};

test("a command that does not use the Spark of the settings says so, and runs on DuckDB", async () => {
  expect(await told(SPARK)).toEqual([
    "DuckDB runs this: the Spark of DESPLIEGA_ENGINE is for `despliega train` and `despliega check` alone",
  ]);
  expect(await told(undefined)).toEqual([]);
});
