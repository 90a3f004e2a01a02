import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rename, rm, truncate, unlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { localStorage } from "@despliega/storage/local";

import { ROOT } from "../repository/files.js";
import { azuriteStore } from "../support/azurite.js";
import { azuriteTable } from "../support/tables.js";
import { temporaryDirectory } from "../support/temporary.js";
import { until } from "../support/until.js";

const read = async (connectionString: string, container: string, name: string): Promise<string> => {
  const store = await azuriteStore({ connectionString, container });
  return (await store.read(name)).bytes.toString();
};

/** The ids of the keepers that have a claim on a directory, alive or killed. */
const keepers = async (directory: string): Promise<number[]> => {
  const names = await readdir(directory);
  return names.flatMap((name) => {
    const [, pid] = /^store-(\d+)-/.exec(name) ?? [];
    return pid === undefined ? [] : [Number(pid)];
  });
};

/** Kills the keeper of a directory. */
const killKeeper = async (directory: string): Promise<void> => {
  const [pid] = await keepers(directory);
  process.kill(pid!, "SIGKILL");
};

/** Leaves the claim of a killed keeper in a directory. @returns the name of its file */
const leaveClaim = async (directory: string): Promise<string> => {
  const local = await localStorage(directory);
  await killKeeper(directory);
  await local.lost;
  const name = (await readdir(directory)).find((file) => file.startsWith("store-"));
  return name!;
};

/** The name of a claim with other fields. */
const claimWith = (
  name: string,
  fields: { readonly port?: number; readonly place?: string; readonly nonce?: string },
): string => {
  const [store, pid, port, place, nonce] = name.split("-");
  const { port: p = port, place: at = place, nonce: n = nonce } = fields;
  return [store, pid, p, at, n].join("-");
};

describe("the local store", () => {
  test("starts once, later users share it, and it outlives its starter", async () => {
    const directory = await temporaryDirectory();
    const first = await localStorage(directory);
    expect(first.started).toBe(true);
    const second = await localStorage(directory);
    expect(second).toMatchObject({ started: false, connectionString: first.connectionString });
    await first.close();
    const store = await azuriteStore({ connectionString: second.connectionString });
    await store.create("a", Buffer.of());
    await second.close();
    expect(await keepers(directory)).toEqual([]);
  });

  test("has ended when its only user has closed it, however soon", async () => {
    const directory = await temporaryDirectory();
    for (const _again of [1, 2, 3]) {
      const local = await localStorage(directory);
      await local.close();
      expect(await keepers(directory)).toEqual([]);
    }
  });

  test("has one keeper for eight concurrent users, and ends with the last of them", async () => {
    const directory = await temporaryDirectory();
    const all = await Promise.all(Array.from({ length: 8 }, () => localStorage(directory)));
    expect(new Set(all.map(({ connectionString }) => connectionString)).size).toBe(1);
    expect(all.filter(({ started }) => started)).toHaveLength(1);
    await Promise.all(all.map((one) => one.close()));
    await until(async () => (await keepers(directory)).length === 0, "the end of the store");
  });

  test("keeps its data over a restart", async () => {
    const directory = await temporaryDirectory();
    const first = await localStorage(directory);
    const { connectionString } = first;
    const store = await azuriteStore({ connectionString, container: "kept" });
    await store.create("a/b", Buffer.from("kept"));
    await store.append("log", Buffer.from("one\n"), 0);
    await first.close();

    const second = await localStorage(directory);
    expect(second.started).toBe(true);
    expect(await read(second.connectionString, "kept", "a/b")).toBe("kept");
    expect(await read(second.connectionString, "kept", "log")).toBe("one\n");
    await second.close();
  });

  test("has every answered write on disk when its process is killed at once", async () => {
    const directory = await temporaryDirectory();
    const first = await localStorage(directory);
    const { connectionString } = first;
    const store = await azuriteStore({ connectionString, container: "kept" });
    const names = Array.from({ length: 20 }, (_, i) => `blob-${i}`);
    const row = { partition: "a", row: "b", cells: { text: "kept" } };
    const tableOf = (account: string) =>
      azuriteTable({ account: { connectionString: account }, table: "kept" });
    await (await tableOf(connectionString)).put(row);
    await Promise.all(names.map((name) => store.create(name, Buffer.from(name))));
    await killKeeper(directory);
    await first.lost;
    await first.close();

    const second = await localStorage(directory);
    expect(second.started).toBe(true);
    for (const name of names) expect(await read(second.connectionString, "kept", name)).toBe(name);
    expect(await (await tableOf(second.connectionString)).get("a", "b")).toMatchObject(row);
    await second.close();
    expect(await keepers(directory)).toEqual([]);
  });

  test("ends when its user is killed, also before it is ready", async () => {
    const directory = await temporaryDirectory();
    const script = `
      const { localStorage } = await import(${JSON.stringify(`${ROOT}storage/dist/local/local-storage.js`)});
      const storage = localStorage(process.argv[1]);
      console.log("begun");
      if (process.argv[2] === "ready") await storage, console.log("ready");
      setInterval(() => {}, 1000);
    `;
    for (const state of ["begun", "ready"]) {
      const user = spawn(
        process.execPath,
        ["--input-type=module", "-e", script, directory, state],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      let said = "";
      user.stdout.on("data", (text) => (said += String(text)));
      await until(() => said.includes(state), state);
      if (state === "begun")
        await until(async () => (await keepers(directory)).length > 0, "a keeper");
      user.kill("SIGKILL");
      await once(user, "exit");
      await until(async () => (await keepers(directory)).length === 0, "the end of the store");
    }
  });

  test("starts beside the claim of a dead keeper, though another server has its port", async () => {
    const other = createServer((socket) => void socket.end("hello\n"));
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const { port } = other.address() as AddressInfo;
    const directory = await temporaryDirectory();
    const left = await leaveClaim(directory);
    await writeFile(join(directory, claimWith(left, { port, nonce: "0123456789abcdef" })), "");
    const local = await localStorage(directory);
    expect(local.started).toBe(true);
    expect(await keepers(directory)).toHaveLength(1);
    other.close();
    await local.close();
  });

  test("reports a directory that cannot be written in one line", async () => {
    const directory = join(await temporaryDirectory(), "file");
    await writeFile(directory, "");
    await expect(localStorage(directory)).rejects.toMatchObject({
      code: "SETTING_INVALID",
      message: `DESPLIEGA_DIRECTORY: ${directory} cannot be written (ENOTDIR): name another place`,
    });
  });
});

/** Plays a keeper of another container: a claim whose content changes. */
const startElsewhere = async (directory: string, nonce: string, state: "claiming" | "owning") => {
  const left = await leaveClaim(directory);
  const name = claimWith(left, { place: "0123456789abcdef", nonce });
  const file = join(directory, name);
  await rename(join(directory, left), file);
  let beats = 0;
  const elsewhere = { name, state, stop: () => clearInterval(timer) };
  // As keepers do, so that no reader sees half a line.
  const beat = () =>
    writeFile(file, `${elsewhere.state.padEnd(8)} ${++beats}\n`, { flag: "r+" }).catch(() => {});
  await beat();
  const timer = setInterval(() => void beat(), 50);
  return elsewhere;
};

/** The claims in a directory, except for one. */
const claimsBeside = async (directory: string, name: string): Promise<string[]> =>
  (await readdir(directory)).filter((file) => file.startsWith("store-") && file !== name);

const NONCES = { first: "0000000000000000", last: "ffffffffffffffff" };

describe("a directory that another container shares", () => {
  const refused = (directory: string) => ({
    code: "STORE_ELSEWHERE",
    message:
      `The local store in ${directory} is in use by another container or machine: ` +
      "end what runs there, or name a directory of your own with DESPLIEGA_DIRECTORY",
  });

  test("is refused while that container's keeper lives, and its claim stays", async () => {
    const directory = await temporaryDirectory();
    const elsewhere = await startElsewhere(directory, NONCES.last, "owning");
    await expect(localStorage(directory)).rejects.toMatchObject(refused(directory));
    expect(await readdir(directory)).toContain(elsewhere.name);
    elsewhere.stop();
  });

  test("is used when that container's keeper is dead", async () => {
    const directory = await temporaryDirectory();
    const elsewhere = await startElsewhere(directory, NONCES.first, "owning");
    elsewhere.stop();
    const local = await localStorage(directory);
    expect(local.started).toBe(true);
    expect(await readdir(directory)).not.toContain(elsewhere.name);
    await local.close();
  }, 90_000);

  test("has one keeper when both claim it at the same time: the other one gives way", async () => {
    const directory = await temporaryDirectory();
    const elsewhere = await startElsewhere(directory, NONCES.last, "claiming");
    const starting = localStorage(directory);
    await until(
      async () => (await claimsBeside(directory, elsewhere.name)).length > 0,
      "a claim of this place",
    );
    elsewhere.stop();
    await rm(join(directory, elsewhere.name));
    const local = await starting;
    expect(local.started).toBe(true);
    await local.close();
  });

  test("has one keeper when both claim it at the same time: this one gives way", async () => {
    const directory = await temporaryDirectory();
    const elsewhere = await startElsewhere(directory, NONCES.first, "claiming");
    const starting = localStorage(directory).catch((error: unknown) => error);
    await until(
      async () => (await claimsBeside(directory, elsewhere.name)).length > 0,
      "a claim of this place",
    );
    await until(
      async () => (await claimsBeside(directory, elsewhere.name)).length === 0,
      "the end of that claim",
    );
    elsewhere.state = "owning";
    expect(await starting).toMatchObject(refused(directory));
    elsewhere.stop();
  });

  test("is no longer written by a keeper whose claim was deleted, for example while it was suspended", async () => {
    const directory = await temporaryDirectory();
    const local = await localStorage(directory);
    const { connectionString } = local;
    const store = await azuriteStore({ connectionString, timeoutSeconds: 1 });
    await store.create("a", Buffer.of());
    const before = await readFile(join(directory, "azurite", "blobs.json"), "utf8");
    for (const name of await claimsBeside(directory, "")) await rm(join(directory, name));
    await expect(store.create("b", Buffer.of())).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
    });
    await local.lost;
    expect(await readFile(join(directory, "azurite", "blobs.json"), "utf8")).toBe(before);
    await local.close();
  });
});

test("a store that an older version made, without tables, gets them", async () => {
  const directory = await usedDirectory();
  await unlink(join(directory, "azurite", "tables.json"));
  const local = await localStorage(directory);
  const account = { connectionString: local.connectionString };
  await (await azuriteTable({ account })).put({ partition: "a", row: "b", cells: {} });
  expect(await read(local.connectionString, "kept", "a")).toBe("some bytes");
  await local.close();
});

/** A directory with a store that holds a blob. */
const usedDirectory = async (): Promise<string> => {
  const directory = await temporaryDirectory();
  const local = await localStorage(directory);
  const store = await azuriteStore({
    connectionString: local.connectionString,
    container: "kept",
  });
  await store.create("a", Buffer.from("some bytes"));
  await local.close();
  return directory;
};

describe("a damaged store is reported and not changed", () => {
  const halve = async (file: string) => truncate(file, (await readFile(file)).length >> 1);
  const empty = (file: string) => writeFile(file, "");
  const garble = (file: string) => writeFile(file, "[1, 2]");

  test.each([
    ["blobs.json", "cut", halve, "is no whole database of Azurite's"],
    ["blobs.json", "empty", empty, "is empty"],
    ["blobs.json", "other JSON", garble, "is no whole database of Azurite's"],
    ["blobs.json", "gone", unlink, "is missing"],
    ["extents.json", "cut", halve, "is no whole database of Azurite's"],
    ["extents.json", "empty", empty, "is empty"],
    ["extents.json", "gone", unlink, "is missing"],
    ["tables.json", "cut", halve, "is no whole database of Azurite's"],
    ["blobs/", "gone", unlink, "is missing"],
    ["blobs/", "cut", halve, "is cut short"],
  ])("%s %s", async (name, _, damage, problem) => {
    const directory = await usedDirectory();
    const location = join(directory, "azurite");
    const names = await readdir(join(location, "blobs"));
    const file = join(location, name === "blobs/" ? `blobs/${names[0]!}` : name);
    await damage(file);
    const contents = async () =>
      Promise.all(
        [
          "blobs.json",
          "extents.json",
          "tables.json",
          ...names.map((extent) => `blobs/${extent}`),
        ].map((path) => readFile(join(location, path), "utf8").catch(() => undefined)),
      );
    const before = await contents();
    for (const _again of [1, 2])
      await expect(localStorage(directory)).rejects.toMatchObject({
        code: "STORE_DAMAGED",
        message:
          `${file} ${problem}, so the local store is left as it is: ` +
          "put a copy back, or move its directory away to start over",
      });
    expect(await contents()).toEqual(before);
    await until(async () => (await keepers(directory)).length === 0, "the end of the keeper");
  });
});
