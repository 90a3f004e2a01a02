import { describe, expect, test } from "@jest/globals";

import { openBench } from "../trainer/ingest/support.js";
import { OWNER, type Postgres } from "./server.js";
import { copied, mainAt } from "./support.js";

/** A table with what else depends on a server's settings, or breaks a line. */
const TABLE = `
  CREATE TABLE written (k text, b boolean, d date, m timestamp, z timestamptz, i interval, n numeric, f float8,
    cash money, t text, bytes bytea, c char(3), j json, a int[], e text);
  INSERT INTO written VALUES
    ('b', true, '2020-02-01', '2020-02-01 09:30', '2020-02-01 09:30+09', '1 day 2 hours', 'NaN', 'Infinity',
      '1234.50', E'two\\nlines, "quoted"', '\\x00ff', 'x', '{"a": 1}', '{1,2}', ''),
    ('á', false, 'infinity', '-infinity', '2020-12-31 23:59:59.123456+00', '1 mon', 0.10, 0.1::float8 + 0.2,
      '-1', E'\\\\.', NULL, NULL, NULL, NULL, NULL),
    ('B', NULL, NULL, NULL, NULL, NULL, NULL, 1e300, NULL, 'plain', NULL, NULL, NULL, NULL, NULL)`;

const CSV = `k,b,d,m,z,i,n,f,cash,t,bytes,c,j,a,e
B,,,,,,,1e+300,,plain,,,,,
b,true,2020-02-01,2020-02-01 09:30:00,2020-02-01 00:30:00+00,P1DT2H,NaN,Infinity,1234.50,"two
lines, ""quoted""",\\x00ff,x  ,"{""a"": 1}","{1,2}",""
á,false,infinity,-infinity,2020-12-31 23:59:59.123456+00,P1M,0.10,0.30000000000000004,-1.00,\\.,,,,,
`;

export const describeValues = (postgres: () => Postgres): void => {
  describe("the rows of a table", () => {
    test("are the same text whatever the server is set to, in the order of the key by code point", async () => {
      const { sql, url } = postgres();
      await sql(TABLE);
      const rows = { table: "public.written", key: ["k"] };
      expect(await copied(mainAt(url(OWNER)), rows)).toBe(CSV);
      await sql("UPDATE written SET k = k WHERE k = 'B'");
      expect(await copied(mainAt(url(OWNER)), rows)).toBe(CSV);
    });

    test("are read by the rule of files: NaN is missing, and what no day or number is rejects a row", async () => {
      const bench = await openBench();
      try {
        const { rows, rejections } = await bench.ingest(
          CSV,
          {
            k: { type: "text" },
            b: { type: "boolean", optional: true },
            d: { type: "date", optional: true },
            z: { type: "timestamp", optional: true },
            n: { type: "number", optional: true },
            f: { type: "number", optional: true },
            t: { type: "text" },
          },
          1,
        );
        expect(rows).toEqual([["B", null, null, null, null, "1e+300", "plain"]]);
        expect(rejections).toEqual(["3:not a NUMBER", "5:not a DATE"]);
      } finally {
        await bench.close();
      }
    });

    test("with the same key are ordered by all else, of whatever type", async () => {
      const { sql, url } = postgres();
      await sql(`CREATE TYPE size AS ENUM ('small', 'large');
        CREATE TABLE again (k int, s size, j json, p point, x numeric);
        INSERT INTO again VALUES (2, 'small', '{}', '(1,2)', 1), (1, 'small', '[2]', '(1,2)', 10),
          (1, 'small', '[2]', '(1,2)', 9), (1, 'small', '[1]', '(1,2)', 9), (1, 'large', '[2]', '(1,2)', 9)`);
      expect(await copied(mainAt(url(OWNER)), { table: "again", key: ["k"] })).toBe(`k,s,j,p,x
1,large,[2],"(1,2)",9
1,small,[1],"(1,2)",9
1,small,[2],"(1,2)",9
1,small,[2],"(1,2)",10
2,small,{},"(1,2)",1
`);
    });

    test("may be those of a query with a comment, a semicolon and an odd name", async () => {
      const query = `WITH n AS (SELECT generate_series(1, 3) AS k)
        SELECT k, k % 2 = 0 AS "an ""even, one", -k AS other FROM n; -- all of them`;
      const rows = { query: query.replace("; --", " --"), key: ["other", "k"] };
      const csv = 'k,"an ""even, one",other\n3,false,-3\n2,true,-2\n1,false,-1\n';
      expect(await copied(mainAt(postgres().url(OWNER)), rows)).toBe(csv);
      const plain = { query: "SELECT 1 AS k;\n", key: ["k"] };
      expect(await copied(mainAt(postgres().url(OWNER)), plain)).toBe("k\n1\n");
    });
  });
};
