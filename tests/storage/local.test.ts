import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, truncate, unlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { localStorage } from "@despliega/storage/local";

import { ROOT } from "../repository/files.js";
import { azuriteStore } from "../support/azurite.js";
import { temporaryDirectory } from "../support/temporary.js";
import { until } from "../support/until.js";

const read = async (connectionString: string, container: string, name: string): Promise<string> => {
  const store = await azuriteStore({ connectionString, container });
  return (await store.read(name)).bytes.toString();
};

/** The processes that keep a directory's store, or kept it and were killed. */
const keepers = async (directory: string): Promise<number[]> => {
  const names = await readdir(directory);
  return names.flatMap((name) => {
    const [, pid] = /^store-(\d+)-/.exec(name) ?? [];
    return pid === undefined ? [] : [Number(pid)];
  });
};

/** Ends the keeper of a directory as no process can prevent. */
const killKeeper = async (directory: string): Promise<void> => {
  const [pid] = await keepers(directory);
  process.kill(pid!, "SIGKILL");
};

describe("the local store", () => {
  test("starts once, and who comes later uses it too, whoever closes it first", async () => {
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

  test("has one owner when eight want it at the same time, and ends with the last", async () => {
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

  test("has on disk what it answered, though its process is killed at once", async () => {
    const directory = await temporaryDirectory();
    const first = await localStorage(directory);
    const { connectionString } = first;
    const store = await azuriteStore({ connectionString, container: "kept" });
    const names = Array.from({ length: 20 }, (_, i) => `blob-${i}`);
    await Promise.all(names.map((name) => store.create(name, Buffer.from(name))));
    await killKeeper(directory);
    await first.lost;
    await first.close();

    const second = await localStorage(directory);
    expect(second.started).toBe(true);
    for (const name of names) expect(await read(second.connectionString, "kept", name)).toBe(name);
    await second.close();
    expect(await keepers(directory)).toEqual([]);
  });

  test("ends when whoever uses it is killed, before it is ready too", async () => {
    const directory = await temporaryDirectory();
    const script = `
      const { localStorage } = await import(${JSON.stringify(`${ROOT}storage/dist/local.js`)});
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

  test("starts anew beside what a dead owner left, though another server has its port", async () => {
    const other = createServer((socket) => void socket.end("hello\n"));
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const { port } = other.address() as AddressInfo;
    const directory = await temporaryDirectory();
    await writeFile(join(directory, `store-1-${port}-0123456789abcdef`), "");
    await writeFile(join(directory, "store-1-1-fedcba9876543210"), "");
    const local = await localStorage(directory);
    expect(local.started).toBe(true);
    expect(await keepers(directory)).toHaveLength(1);
    other.close();
    await local.close();
  });

  test("says in one line where it cannot keep its data", async () => {
    const directory = join(await temporaryDirectory(), "file");
    await writeFile(directory, "");
    await expect(localStorage(directory)).rejects.toMatchObject({
      code: "SETTING_INVALID",
      message: `DESPLIEGA_DIRECTORY: ${directory} cannot be written (ENOTDIR): name another place`,
    });
  });
});

/** A directory whose store holds a blob. */
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

describe("a damaged store is named and left as it is", () => {
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
        ["blobs.json", "extents.json", ...names.map((extent) => `blobs/${extent}`)].map((path) =>
          readFile(join(location, path), "utf8").catch(() => undefined),
        ),
      );
    const before = await contents();
    for (const _again of [1, 2])
      await expect(localStorage(directory)).rejects.toMatchObject({
        code: "STORE_DAMAGED",
        message:
          `${file} ${problem}, so the local store is left as it is: ` +
          "put a copy back, or move its directory away to begin anew",
      });
    expect(await contents()).toEqual(before);
    await until(async () => (await keepers(directory)).length === 0, "the end of the keeper");
  });
});
