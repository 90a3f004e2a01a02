import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { localStorage } from "@despliega/storage/local";

import { azuriteStore } from "../support/azurite.js";
import { temporaryDirectory } from "../support/temporary.js";

const read = async (connectionString: string, container: string, name: string): Promise<string> => {
  const store = await azuriteStore({ connectionString, container });
  return (await store.read(name)).bytes.toString();
};

describe("the local storage", () => {
  test("starts once, and a second call finds the first", async () => {
    const directory = await temporaryDirectory();
    const first = await localStorage(directory);
    expect(first.started).toBe(true);
    const second = await localStorage(directory);
    expect(second).toMatchObject({ started: false, connectionString: first.connectionString });
    await second.close();
    await (
      await azuriteStore({ connectionString: first.connectionString })
    ).create("a", Buffer.of());
    await first.close();
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

  test("starts anew when whoever wrote the address is gone", async () => {
    const directory = await temporaryDirectory();
    await writeFile(
      join(directory, "azurite.txt"),
      "BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;",
    );
    const local = await localStorage(directory);
    expect(local.started).toBe(true);
    expect(await readFile(join(directory, "azurite.txt"), "utf8")).toBe(local.connectionString);
    await local.close();
  });

  test("starts anew when another server has the port by now", async () => {
    const other = createServer((_, response) => response.end("hello"));
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const { port } = other.address() as AddressInfo;
    const directory = await temporaryDirectory();
    await writeFile(
      join(directory, "azurite.txt"),
      `BlobEndpoint=http://127.0.0.1:${port}/devstoreaccount1;`,
    );
    const local = await localStorage(directory);
    expect(local.started).toBe(true);
    await local.close();
    other.close();
  });

  test("says in one line where it cannot keep its data", async () => {
    const directory = join(await temporaryDirectory(), "file");
    await writeFile(directory, "");
    await expect(localStorage(directory)).rejects.toMatchObject({
      code: "SETTING_INVALID",
      message: `DESPLIEGA_DIRECTORY: ${directory} cannot be written (ENOTDIR): name another place`,
    });
  });

  test("takes its address away when it ends", async () => {
    const directory = await temporaryDirectory();
    await (await localStorage(directory)).close();
    await expect(readFile(join(directory, "azurite.txt"))).rejects.toMatchObject({
      code: "ENOENT",
    });
  });
});
