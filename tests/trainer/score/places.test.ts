import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "@jest/globals";
import { blobNames, memoryBlobStore } from "@despliega/storage";
import { writeParquet } from "@despliega/trainer/engine/duckdb/write-parquet.js";
import { requireApart } from "@despliega/trainer/pipeline/score/require-apart.js";
import { openInput } from "@despliega/trainer/sources/input-text.js";

import { azuriteStore } from "../../support/azurite.js";
import {
  BY_ROUTE,
  NEW_USER,
  OF_NEW,
  promoteTiny,
  publishTiny,
  USERS,
  versionOf,
} from "../../support/release.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { scoreWith } from "./score-with.js";
import { rowsOf, scoreCsv } from "./support.js";

const FEATURE_NAMES = [
  "nb_previous_loans",
  "avg_amount_loans_previous",
  "age",
  "years_on_the_job",
  "flag_own_car",
];

const KEYS = "id,note\n5008806,a\n1,b\n5008807,c\n x,d\n";

const riesgo = async () => {
  const store = memoryBlobStore();
  await promoteTiny(store);
  return store;
};

describe("a batch by key", () => {
  test("has the features of the release, and rejects whom it does not know", async () => {
    const { batch, rows, rejects } = await scoreCsv(await riesgo(), "riesgo", KEYS);
    expect(batch).toMatchObject({ read: 4, scored: 2, rejected: 2 });
    expect(rows).toMatchObject([
      { id: "5008806", note: "a", resultado: "0", version: versionOf(1), edition: "" },
      { id: "5008807", note: "c", resultado: "1", version: versionOf(1), edition: "" },
    ]);
    expect(rejects).toMatchObject([
      { line: "3", column: "", reason: "ENTITY_UNKNOWN" },
      { line: "5", column: "id", reason: "ENTITY_ID_INVALID" },
    ]);
  });

  test("takes a key of several columns", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, BY_ROUTE);
    const { rows } = await scoreCsv(store, "routes", "flight,origin\n7.0,MAD\n7,007\n");
    expect(rows.map(({ origin, delayed }) => [origin, delayed])).toEqual([
      ["MAD", "0"],
      ["007", "0"],
    ]);
  });

  test("has features that come with the question, and those of an entity without history", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, OF_NEW);
    const asked = [
      "shop,client,avg_amount_loans_previous,flag_own_car",
      "MAD,70,187.25,0",
      "BCN,1,,1",
      "MAD,7,1,2",
      "",
    ].join("\n");
    const { rows, rejects } = await scoreCsv(store, OF_NEW.model!, asked, { detail: true });
    expect(rows.map(({ entidad_nueva: isNew }) => isNew)).toEqual(["", "true"]);
    expect(rejects).toMatchObject([
      { line: "4", column: "flag_own_car", reason: "FEATURE_OUT_OF_DOMAIN" },
    ]);
    const whole = [
      ["shop", ...FEATURE_NAMES].join(),
      ["MAD", ...USERS[5_008_807].slice(0, 1), 187.25, ...USERS[5_008_807].slice(2, 4), 0].join(),
      ["BCN", NEW_USER.nb_previous_loans, "", NEW_USER.age, "", 1].join(),
      "",
    ].join("\n");
    const given = await scoreCsv(store, OF_NEW.model!, whole);
    expect(rows.map(({ shop, probabilidad }) => [shop, probabilidad])).toEqual(
      given.rows.map(({ shop, probabilidad }) => [shop, probabilidad]),
    );
    expect(rows).toHaveLength(2);
  });

  test("is asked of the version that is named", async () => {
    const store = await riesgo();
    await publishTiny(store, { version: versionOf(2), weights: [100, 0, 0, 0, 0, 0] });
    const { rows } = await scoreCsv(store, "riesgo", KEYS, { version: versionOf(2) });
    expect(rows.map(({ resultado, version }) => [resultado, version])).toEqual([
      ["1", versionOf(2)],
      ["1", versionOf(2)],
    ]);
  });
});

describe("a CSV", () => {
  test("may quote, end lines with CR and LF, have blank lines and rows that are none", async () => {
    const csv =
      '\ufeff"id","no,te"\r\n\r\n5008806,"a ""b""\nc"\r\n5008807\r\n5008807,"d"e\r\n5112956,ñ';
    const { batch, rows, rejects } = await scoreCsv(await riesgo(), "riesgo", csv);
    expect(batch).toMatchObject({ read: 4, scored: 2, rejected: 2 });
    expect(rows).toMatchObject([
      { id: "5008806", "no,te": 'a "b"\nc' },
      { id: "5112956", "no,te": "ñ" },
    ]);
    expect(rejects.map(({ line, reason, expected }) => [line, reason, expected])).toEqual([
      ["5", "CSV_INVALID", expect.stringContaining("too few columns")],
      ["6", "CSV_INVALID", expect.stringContaining("stray quote")],
    ]);
  });

  test("gives the same bytes by any number of threads, whatever its blocks hold", async () => {
    const store = await riesgo();
    const lines = Array.from({ length: 40_000 }, (_, i) =>
      i % 7 === 0 ? `${i},"x\n${i}"` : i % 5 === 0 ? "bad" : `5008806,${"y".repeat(i % 150)}`,
    );
    const csv = `id,note\n${lines.join("\n")}`;
    const one = await scoreCsv(store, "riesgo", csv, {}, 1);
    const three = await scoreCsv(store, "riesgo", csv, {}, 3);
    expect(three).toEqual(one);
    expect(one.batch.read).toBe(40_000);
    expect(one.batch.read).toBe(one.rows.length + one.rejects.length);
    // The line of a row counts those inside of quotes.
    const firstBad = one.rejects.find(({ reason }) => reason === "CSV_INVALID");
    expect(firstBad?.line).toBe("8");
    const last = one.rejects.at(-1)!;
    const whole = csv.split("\n");
    expect(whole[Number(last["line"]) - 1]).toMatch(/^\d+,"x$|^bad$/);
  });

  test.each([
    ["id,id\n1,2\n", "columns 1 and 2 have the same name"],
    ["other\n1\n", "its header lacks id"],
    ["id;note\n1;2\n", "write it with commas"],
    ["id,version\n1,2\n", "version is a column of the answers too"],
  ])("with the header of %j is refused", async (csv, problem) => {
    await expect(scoreCsv(await riesgo(), "riesgo", csv)).rejects.toThrow(problem);
  });
});

test("a record of more than 1 MiB is named by its line", async () => {
  const csv = `id,note\n${"5008806,a\n".repeat(200_000)}${"y".repeat(3 << 20)}\n5008806,b\n`;
  await expect(scoreCsv(await riesgo(), "riesgo", csv)).rejects.toThrow(
    "line 200002 has more than",
  );
});

test("a version that is not there is told by the command that lists them", async () => {
  const asked = scoreCsv(await riesgo(), "riesgo", KEYS, { version: versionOf(9) });
  await expect(asked).rejects.toThrow("despliega releases riesgo");
});

describe("an output", () => {
  test("of a run that rejects too much leaves the last one, and the reasons are told", async () => {
    const store = await riesgo();
    const directory = await temporaryDirectory();
    const [input, out] = [join(directory, "in.csv"), join(directory, "out.csv")];
    await writeFile(input, KEYS);
    await writeFile(out, "old");
    await expect(
      scoreWith(
        store,
        { model: "riesgo", input, out: { kind: "file", file: out } },
        { maxRejected: 0.01 },
      ),
    ).rejects.toThrow(
      "2 of 4 rows do not fit (limit 1 %): ENTITY_UNKNOWN (1, first on line 3); id ENTITY_ID_INVALID (1, first on line 5)",
    );
    expect(await readFile(out, "utf8")).toBe("old");
    expect((await readdir(directory)).toSorted()).toEqual(["in.csv", "out.csv"]);
  });

  test.each(["score", "output"])("stays as it was when the step %s is killed", async (step) => {
    const directory = await temporaryDirectory();
    const [input, out] = [join(directory, "in.csv"), join(directory, "out.csv")];
    await writeFile(input, KEYS);
    await writeFile(out, "old");
    const main = fileURLToPath(new URL("./killed-main.js", import.meta.url));
    const { signal } = spawnSync(process.execPath, [main, input, out, step]);
    expect(signal).toBe("SIGKILL");
    expect(await readFile(out, "utf8")).toBe("old");
    expect((await readdir(directory)).toSorted()).toEqual(["in.csv", "out.csv"]);
  });

  test("that would replace the input is refused, by its rejected rows and by another name too", async () => {
    const directory = await temporaryDirectory();
    const [input, link] = [join(directory, "a.rejects.csv"), join(directory, "link.csv")];
    await writeFile(input, KEYS);
    await symlink(input, link);
    const file = (path: string) => ({ kind: "file", file: path }) as const;
    for (const path of [input, link, join(directory, "a.parquet")])
      await expect(requireApart(input, file(path))).rejects.toThrow("would replace the input");
    await requireApart(input, file(join(directory, "b.csv")));
    const blob = { kind: "blob", name: "users.csv" } as const;
    await expect(requireApart({ blob: "users.csv" }, blob)).rejects.toThrow("blob:users.csv");
    await requireApart("users.csv", blob);
  });

  test("that is a folder is refused, and nothing is left beside it", async () => {
    const directory = await temporaryDirectory();
    const input = join(directory, "in.csv");
    await writeFile(input, KEYS);
    await mkdir(join(directory, "out.csv"));
    await expect(
      scoreWith(await riesgo(), {
        model: "riesgo",
        input,
        out: { kind: "file", file: join(directory, "out.csv") },
      }),
    ).rejects.toThrow(/OUTPUT_UNWRITABLE|cannot be written/);
    expect((await readdir(directory)).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("that cannot be written is refused before the input is looked for", async () => {
    const directory = await temporaryDirectory();
    await expect(
      scoreWith(await riesgo(), {
        model: "riesgo",
        input: join(directory, "none.csv"),
        out: { kind: "file", file: join(directory, "none", "out.csv") },
      }),
    ).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
  });

  test("of Parquet has numbers, and is scored again as a CSV is", async () => {
    const store = await riesgo();
    const directory = await temporaryDirectory();
    const [csv, input, out] = ["in.csv", "in.parquet", "out.parquet"].map((name) =>
      join(directory, name),
    ) as [string, string, string];
    await writeFile(csv, "id,note\n5008806,a\n7,\n5008807,c\n");
    const columns = [
      { name: "id", type: "integer" },
      { name: "note", type: "text" },
    ] as const;
    await writeParquet(csv, columns, input, directory);
    await scoreWith(store, { model: "riesgo", input, out: { kind: "file", file: out } });
    const rejects = rowsOf(await readFile(join(directory, "out.rejects.csv")));
    expect(rejects).toMatchObject([{ line: "2", reason: "ENTITY_UNKNOWN" }]);
    const text = await openInput(out, {}, () => true, directory);
    let written = "";
    for await (const chunk of text.chunks()) written += chunk.toString();
    const of = await scoreCsv(store, "riesgo", await readFile(csv, "utf8"));
    expect(rowsOf(Buffer.from(written))).toEqual(of.rows);
  });

  test("may be a blob, and a blob the input, compressed too", async () => {
    const store = await azuriteStore();
    await promoteTiny(store);
    await store.write(blobNames.batch("riesgo", "users.csv.gz"), gzipSync(KEYS));
    const places = {
      model: "riesgo",
      input: { blob: "users.csv.gz" },
      out: { kind: "blob", name: "scores.csv" },
    } as const;
    await scoreWith(store, places);
    await scoreWith(store, places);
    const { bytes } = await store.read(blobNames.batch("riesgo", "scores.csv"));
    expect(rowsOf(bytes).map(({ id }) => id)).toEqual(["5008806", "5008807"]);
    const rejects = await store.read(blobNames.batch("riesgo", "scores.rejects.csv"));
    expect(rowsOf(rejects.bytes)).toHaveLength(2);
  });
});
