import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import pg from "pg";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { promoteTiny } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { until } from "../support/until.js";
import { bin, runCommand } from "../trainer/support/command-line.js";
import { OWNER, type Postgres } from "./server.js";

const USERS = "id,note\n5008806,a\n5112956,\n1,c\n5008807,d\n";

export const describeBatches = (postgres: () => Postgres): void => {
  const container = newContainer();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_MAX_REJECTED_SHARE: "0.5",
  };
  const published = azuriteStore({ container }).then((store) => promoteTiny(store));

  const url = (parameters: string, role = OWNER) => postgres().url(role, `?${parameters}`);
  const file = async (): Promise<string> => {
    await published;
    const input = join(await temporaryDirectory(), "users.csv");
    await writeFile(input, USERS);
    return input;
  };
  const rowsOf = async (table: string): Promise<object[]> =>
    (await postgres().sql(`SELECT * FROM ${table}`)).rows as object[];
  const score = (input: string, out: string) =>
    runCommand(settings, "score", "riesgo", "--input", input, "--out", out);

  describe("a batch", () => {
    test("makes a table of numbers and texts, and another of the rejected rows", async () => {
      await score(await file(), url("table=made.scores")).then(
        () => expect("a schema that is not there").toBe("refused"),
        (error: unknown) => expect(String(error)).toMatch(/refuses made\.scores \(3F000\)/),
      );
      await postgres().sql("CREATE SCHEMA made");
      await score(await file(), url("table=made.scores"));
      const { version } = await published;
      const like = { resultado: expect.any(String), version, edition: null };
      expect(await rowsOf("made.scores")).toEqual([
        { id: "5008806", note: "a", probabilidad: expect.any(Number), ...like, resultado: "0" },
        { id: "5112956", note: null, probabilidad: expect.any(Number), ...like, resultado: "0" },
        { id: "5008807", note: "d", probabilidad: expect.any(Number), ...like, resultado: "1" },
      ]);
      expect(await rowsOf("made.scores_rejects")).toMatchObject([
        { line: "4", column: null, reason: "ENTITY_UNKNOWN" },
      ]);
    });

    test("reads rows of the database, and gives the numbers of a file bit for bit", async () => {
      await postgres().sql(`
        CREATE TABLE users (id bigint PRIMARY KEY);
        INSERT INTO users VALUES (5008807), (5008806), (5112956)`);
      await score(url("table=users&key=id"), url("table=twice"));
      await score(await file(), url("table=once"));
      const both = await postgres().sql(
        "SELECT count(*)::int AS same FROM twice JOIN once USING (id, resultado, probabilidad, version)",
      );
      expect(both.rows).toEqual([{ same: 3 }]);
    });

    test("keeps the types of a table that is there, and replaces all of its rows", async () => {
      await postgres().sql(`
        CREATE TABLE kept (note text, id int PRIMARY KEY, resultado int, probabilidad real, version text, edition text, seen text DEFAULT 'set');
        INSERT INTO kept VALUES ('old', 1)`);
      await score(await file(), url("table=kept"));
      await score(await file(), url("table=kept"));
      const rows = await rowsOf("kept");
      expect(rows).toHaveLength(3);
      expect(rows[0]).toMatchObject({ id: 5_008_806, resultado: 0, seen: "set" });
    });

    test("that the table refuses leaves the old rows, and repeats no value", async () => {
      await postgres().sql(`
        CREATE TABLE strict (id int, note text, resultado int, probabilidad real CHECK (probabilidad < 0.5), version text, edition text);
        INSERT INTO strict VALUES (1, 'old')`);
      const failed = score(await file(), url("table=strict"));
      await expect(failed).rejects.toThrow(/refuses strict \(23514\): the table has a rule/);
      await expect(failed).rejects.not.toThrow(/5008807/);
      expect(await rowsOf("strict")).toMatchObject([{ note: "old" }]);
    });

    test("shows a reader the old rows until it ends, also when it is killed before", async () => {
      await postgres().sql("CREATE TABLE slow AS SELECT 'old' AS id");
      await postgres().sql(
        "ALTER TABLE slow ADD note text, ADD resultado bigint, ADD probabilidad float8, ADD version text, ADD edition text",
      );
      const other = new pg.Client({ connectionString: url("sslmode=disable"), ssl: false });
      await other.connect();
      try {
        // The batch waits at the table of rejected rows, after the rows of the other one are copied.
        await other.query(
          'CREATE TABLE slow_rejects (line bigint, "column" text, reason text, expected text)',
        );
        await other.query("BEGIN; LOCK TABLE slow_rejects IN EXCLUSIVE MODE");
        const args = ["score", "riesgo", "--input", await file(), "--out", url("table=slow")];
        const child = spawn(process.execPath, [bin, ...args], {
          env: { PATH: process.env["PATH"], ...settings },
          stdio: "ignore",
        });
        const ended = once(child, "exit");
        await until(async () => {
          const { rows } = await postgres().sql(
            "SELECT FROM pg_stat_activity WHERE application_name = 'despliega' AND wait_event_type = 'Lock'",
          );
          return rows.length > 0;
        }, "the batch waits");
        expect(await rowsOf("slow")).toMatchObject([{ id: "old" }]);
        child.kill("SIGKILL");
        expect(await ended).toEqual([null, "SIGKILL"]);
      } finally {
        await other.end();
      }
      expect(await rowsOf("slow")).toMatchObject([{ id: "old" }]);
      await score(await file(), url("table=slow"));
      expect(await rowsOf("slow")).toHaveLength(3);
    });
  });
};
