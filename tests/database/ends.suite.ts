import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { openSnapshot } from "@despliega/trainer/sources/database/snapshot.js";
import { describe, expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { collect } from "../support/collect.js";
import { until } from "../support/until.js";
import { bin } from "../trainer/support/command-line.js";
import { OWNER, type Postgres } from "./server.js";
import { mainAt } from "./support.js";

/** Has the rows of the table, a minute later. */
const SLOW = "SELECT loans.* FROM loans CROSS JOIN pg_sleep(60)";
/** A gigabyte. */
const LONG = "SELECT g AS k, repeat('x', 1000) AS filler FROM generate_series(1, 1000000) AS g";

export const describeEnds = (postgres: () => Postgres): void => {
  const running = async (): Promise<number> =>
    (
      await postgres().sql(
        "SELECT FROM pg_stat_activity WHERE application_name = 'despliega' AND query LIKE 'COPY%'",
      )
    ).rows.length;

  /** Begins to train on the slow query, and waits until the server runs it. */
  const training = async () => {
    const container = newContainer();
    const input = postgres().url(OWNER, `?key=loan_id&query=${encodeURIComponent(SLOW)}`);
    const child = spawn(process.execPath, [bin, "train", "riesgo", "--input", input], {
      env: {
        PATH: process.env["PATH"],
        AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
        DESPLIEGA_CONTAINER_NAME: container,
      },
    });
    const stderr = text(child.stderr);
    child.stdout.resume();
    await until(async () => (await running()) > 0, "the query runs");
    return { child, container, stderr, ended: once(child, "exit") };
  };

  describe("a query of a run", () => {
    test.each([["SIGINT"], ["SIGTERM"], ["SIGKILL"]] as const)(
      "ends on the server when the run ends by %s",
      async (signal) => {
        const { child, ended } = await training();
        child.kill(signal);
        await ended;
        await until(async () => (await running()) === 0, "the query ends", 20);
      },
    );

    test("that the server ends is told in one line, and nothing is published", async () => {
      const { container, stderr, ended } = await training();
      await postgres().sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'despliega'",
      );
      expect(await ended).toEqual([1, null]);
      expect(await stderr).toMatch(
        /^(?:Removed what runs that were killed left: .+\n)?DATABASE_UNREACHABLE: postgres:\/\/owner@[\d.:]+\/postgres cannot be used \(57P01\): .+\n$/,
      );
      const store = await azuriteStore({ container });
      expect(await collect(store.list("train_models/"))).toEqual([]);
    });

    test("fails when the connection breaks off while rows come, and ends on the server", async () => {
      const { port } = postgres();
      const proxy = createServer((client) => {
        const server = connect(port, "127.0.0.1");
        let bytes = 0;
        server.on("data", (chunk) => {
          bytes += chunk.length;
          if (bytes > 10_000_000) for (const side of [client, server]) side.destroy();
        });
        for (const side of [client, server]) side.on("error", () => {});
        client.pipe(server).pipe(client);
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      try {
        const url = `postgres://${OWNER}@127.0.0.1:${(proxy.address() as AddressInfo).port}/postgres`;
        const limits = { connectSeconds: 20, querySeconds: 60 };
        const snapshot = await openSnapshot(mainAt(url), limits);
        await expect(snapshot.ask("rows.csv", ({ copy }) => copy(LONG, readAll))).rejects.toThrow(
          expect.objectContaining({
            code: "DATABASE_UNREACHABLE",
            message: expect.stringContaining("(the connection broke off)"),
          }),
        );
        await snapshot.close();
        await until(async () => (await running()) === 0, "the query ends", 20);
      } finally {
        await new Promise((resolve) => proxy.close(resolve));
      }
    });

    test("that comes after the end of the connection says how that ended", async () => {
      const limits = { connectSeconds: 20, querySeconds: 60 };
      const snapshot = await openSnapshot(mainAt(postgres().url(OWNER)), limits);
      await postgres().sql(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'despliega'",
      );
      await expect(snapshot.ask("rows.csv", ({ rows }) => rows("SELECT", []))).rejects.toThrow(
        "database main cannot be used (57P01)",
      );
      await snapshot.close();
    });

    test("ends on the server when the copy cannot be written", async () => {
      const limits = { connectSeconds: 20, querySeconds: 60 };
      const snapshot = await openSnapshot(mainAt(postgres().url(OWNER)), limits);
      const full = Object.assign(new Error("full"), { code: "ENOSPC" });
      await expect(
        snapshot.ask("rows.csv", ({ copy }) =>
          copy(LONG, async (csv) => {
            for await (const _chunk of csv) throw full;
          }),
        ),
      ).rejects.toBe(full);
      await snapshot.close();
      await until(async () => (await running()) === 0, "the query ends", 20);
    });

    test("that gives no answer ends after its time", async () => {
      const silent = createServer((socket) => socket.on("error", () => {}).resume());
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      const { port } = silent.address() as AddressInfo;
      const url = `postgres://${OWNER}@127.0.0.1:${port}/postgres`;
      await expect(
        openSnapshot(mainAt(url), { connectSeconds: 1, querySeconds: 60 }),
      ).rejects.toThrow("(no answer in time): check host and port, a firewall");
      await new Promise((resolve) => silent.close(resolve));
    });

    test("whose network goes silent ends after its time, here and on the server", async () => {
      const { port } = postgres();
      const proxy = createServer((client) => {
        const server = connect(port, "127.0.0.1");
        let bytes = 0;
        server.on("data", (chunk) => {
          bytes += chunk.length;
          if (bytes < 10_000_000) client.write(chunk);
        });
        for (const side of [client, server]) side.on("error", () => {});
        client.on("close", () => server.destroy()).pipe(server);
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      try {
        const url = `postgres://${OWNER}@127.0.0.1:${(proxy.address() as AddressInfo).port}/postgres`;
        const snapshot = await openSnapshot(mainAt(url), { connectSeconds: 20, querySeconds: 1 });
        await expect(snapshot.ask("rows.csv", ({ copy }) => copy(LONG, readAll))).rejects.toThrow(
          "database main cannot be used (no answer within 1 s)",
        );
        await snapshot.close();
        await until(async () => (await running()) === 0, "the query ends", 20);
      } finally {
        await new Promise((resolve) => proxy.close(resolve));
      }
    });
  });
};

const readAll = async (csv: AsyncIterable<unknown>): Promise<void> => {
  for await (const _chunk of csv);
};
