import { inspect } from "node:util";

import { readTrainerSettings } from "@despliega/trainer";
import { expect, test } from "@jest/globals";

const patience = { connectSeconds: 20, statementSeconds: 7_200 };

test("a cluster is named by its host and port", () => {
  const { spark } = readTrainerSettings({ DESPLIEGA_ENGINE: "spark://[::1]:10000" });
  expect(spark).toEqual({ host: "::1", port: 10_000, ...patience });
});

test("a warehouse is named by its workspace, its id and its catalog, and its token is not shown", async () => {
  const { spark, sparkAt } = readTrainerSettings({
    DESPLIEGA_ENGINE: "databricks://adb-12.7.azuredatabricks.net/0123456789abcdef?catalog=main",
    DESPLIEGA_DATABRICKS_TOKEN: "hidden",
  });
  const token = expect.any(Function);
  const [workspace, warehouse] = ["https://adb-12.7.azuredatabricks.net", "0123456789abcdef"];
  expect(spark).toEqual({ workspace, warehouse, catalog: "main", token, ...patience });
  expect(await (spark as { token: () => Promise<string> }).token()).toBe("hidden");
  expect(inspect(spark) + JSON.stringify(spark)).not.toContain("hidden");
  const other = sparkAt("databricks://a.example:8443/b");
  const statementSeconds = 600;
  expect(other).toEqual({
    workspace: "https://a.example:8443",
    warehouse: "b",
    catalog: undefined,
    token,
    connectSeconds: 20,
    statementSeconds,
  });
});

test.each([
  "databricks://host",
  "databricks://host/",
  "databricks://user:secret@host/b",
  "databricks://host/b/c",
  "databricks://host/b?catalog=",
  "databricks://host/b?schema=c",
  "https://host/b",
  "spark://host",
])("no engine is %s", (url) => {
  expect(() => readTrainerSettings({ DESPLIEGA_ENGINE: url })).toThrow("DESPLIEGA_ENGINE");
  expect(readTrainerSettings({}).sparkAt(url)).toBeUndefined();
});

test("a token that no header can carry is refused without being shown", () => {
  expect(() => readTrainerSettings({ DESPLIEGA_DATABRICKS_TOKEN: "a hidden" })).toThrow(
    expect.not.stringContaining("hidden"),
  );
});
