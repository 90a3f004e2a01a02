import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, test } from "@jest/globals";

import { freePort } from "../local/start.js";
import { temporaryDirectory } from "../support/temporary.js";
import { despliega } from "../trainer/support/command-line.js";
import type { Postgres } from "./server.js";
import { copied, mainAt } from "./support.js";

const SECRET = "clerk-secret";
const VALUE = "Ana-María-Pérez";

export const describeRefusals = (postgres: () => Postgres): void => {
  describe("a database that refuses", () => {
    const clerk = async (): Promise<string> => {
      const { sql, url } = postgres();
      await sql(`DROP TABLE IF EXISTS people, hidden; DROP ROLE IF EXISTS clerk;
        CREATE TABLE people AS SELECT 1 AS k, '${VALUE}' AS name; CREATE TABLE hidden AS SELECT 1 AS k;
        CREATE ROLE clerk LOGIN PASSWORD '${SECRET}'; GRANT SELECT ON people TO clerk`);
      return url("clerk");
    };

    test("is told in one line with its subject, its code and a cure, without a value or a password", async () => {
      const url = await clerk();
      const key = ["k"];
      const refused = async (rows: Parameters<typeof copied>[1], at = url, password = SECRET) => {
        const error = await copied(mainAt(at, password), rows, 1).then(
          () => new Error("read"),
          (cause: Error) => cause,
        );
        expect(error.message).not.toMatch(new RegExp(`\n|${VALUE}|${SECRET}`));
        expect(JSON.stringify(error)).not.toMatch(new RegExp(`${VALUE}|${SECRET}`));
        expect(error.cause).toBeUndefined();
        return error.message;
      };
      const query = (text: string) => refused({ query: text, key });
      const told = [
        await refused({ table: "peple", key }),
        await refused({ table: "hidden", key }),
        await refused({ table: "people", key: ["id"] }),
        await query("SELECT k, surname FROM people"),
        await query("SELECT k, k FROM people"),
        await query("SELECT 1 AS k; DROP TABLE people"),
        await query("SELECT 1 AS k) AS source) TO STDOUT; DROP TABLE people; --"),
        await query("DELETE FROM people RETURNING k"),
        await query("SELECT k, name::integer FROM people"),
        await query("SELECT 1 AS k FROM pg_sleep(30)"),
        await refused({ table: "people", key }, url, "wrong"),
        await refused({ table: "people", key }, url, ""),
        await refused(
          { table: "people", key },
          url.replace("/postgres", "/elsewhere").replace("clerk", "nobody"),
        ),
        await refused({ table: "people", key }, url.replace(/\/postgres$/, "/elsewhere")),
        await refused({ table: "people", key }, `${url}?sslmode=verify-full`),
        await refused({ table: "people", key }, `postgres://clerk@127.0.0.1:${await freePort()}/x`),
        await refused({ table: "people", key }, "postgres://clerk@nowhere.invalid/x"),
      ];
      expect(told.map((message) => message.replace(/(?<=\))( .*)?:.*/, ""))).toEqual([
        "database main refuses rows.csv (42P01)",
        "database main refuses rows.csv (42501)",
        "rows.csv of database main lacks id, or the role may not read that: write the names in exactly their letters",
        "database main refuses rows.csv (42703)",
        "rows.csv of database main has two columns called k: rename one with AS",
        "database main refuses rows.csv (42601)",
        "database main refuses rows.csv (42601)",
        "database main refuses rows.csv (42601)",
        "database main refuses rows.csv (22P02)",
        "database main refuses rows.csv (57014)",
        "database main refuses the connection (28P01)",
        "database main refuses the connection (no password)",
        "database main refuses the connection (28P01)",
        "database main refuses the connection (3D000)",
        "database main cannot be used (DEPTH_ZERO_SELF_SIGNED_CERT)",
        "database main cannot be used (ECONNREFUSED)",
        expect.stringMatching(/^database main cannot be used \((?:ENOTFOUND|EAI_AGAIN)\)/),
      ]);
      expect(await copied(mainAt(url, SECRET), { table: "people", key })).toContain(VALUE);
    });

    test("by its certificate is reached with the authority that signed, by the name that it has", async () => {
      const { port, certificate } = postgres();
      await clerk();
      const at = (host: string, parameters: string) =>
        copied(mainAt(`postgres://clerk@${host}:${port}/postgres?${parameters}`, SECRET), {
          table: "people",
          key: ["k"],
        });
      const authority = `sslrootcert=${encodeURIComponent(certificate)}`;
      const csv = `k,name\n1,${VALUE}\n`;
      expect(await at("localhost", `sslmode=verify-full&${authority}`)).toBe(csv);
      expect(await at("127.0.0.1", `sslmode=verify-ca&${authority}`)).toBe(csv);
      expect(await at("127.0.0.1", "sslmode=require")).toBe(csv);
      await expect(at("127.0.0.1", `sslmode=verify-full&${authority}`)).rejects.toThrow(
        "ERR_TLS_CERT_ALTNAME_INVALID",
      );
    });

    test("a password is reached with the token of a managed identity", async () => {
      const { sql, port, certificate } = postgres();
      await sql(
        "CREATE ROLE trainer LOGIN PASSWORD 'a-token'; CREATE TABLE own AS SELECT 1 AS k; GRANT SELECT ON own TO trainer",
      );
      const asked: string[] = [];
      // What App Service and Container Apps give a program.
      const identity = createServer(({ url, headers }, response) => {
        asked.push(`${url} ${String(headers["x-identity-header"])}`);
        const expires = Math.floor(Date.now() / 1_000) + 3_600;
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({ access_token: "a-token", expires_on: expires, token_type: "Bearer" }),
        );
      });
      await new Promise<void>((resolve) => identity.listen(0, "127.0.0.1", resolve));
      try {
        const { port: at } = identity.address() as AddressInfo;
        const parameters = `auth=entra&sslmode=verify-full&sslrootcert=${encodeURIComponent(certificate)}`;
        const url = `postgres://trainer@localhost:${port}/postgres?${parameters}`;
        const { code, stderr, lines } = await despliega(
          {
            IDENTITY_ENDPOINT: `http://127.0.0.1:${at}/token`,
            IDENTITY_HEADER: "here",
            DESPLIEGA_DIRECTORY: await temporaryDirectory(),
          },
          "inspect",
          `${url}&table=own&key=k`,
        );
        expect([code, stderr]).toEqual([0, ""]);
        expect(lines().at(-1)).toMatchObject({ rows: 1 });
        expect(asked).toEqual([
          expect.stringMatching(/resource=https%3A%2F%2Fossrdbms-aad.* here$/),
        ]);
      } finally {
        await new Promise((resolve) => identity.close(resolve));
      }
    });
  });
};
