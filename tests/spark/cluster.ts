import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ThriftPlace } from "@despliega/trainer/engine/engine.js";

import { freePort } from "../local/start.js";
import { until } from "../support/until.js";

/** Where Apache Spark is; `tests/spark/install` makes it available. */
const SPARK_HOME = process.env["DESPLIEGA_SPARK_HOME"];

/** Whether this machine has what a cluster needs. */
export const hasSpark = (): boolean => SPARK_HOME !== undefined;

/** A standalone Apache Spark of its own: a master, two workers of one core, and the Thrift server. */
export interface Cluster {
  /** As `DESPLIEGA_ENGINE` names it. */
  readonly url: string;
  readonly port: number;
  /** Its Thrift server as a place of the engine, by another port such as that of a proxy. */
  readonly placeAt: (port: number) => ThriftPlace;
  /** A directory that all of it can read and write. */
  readonly directory: string;
  /** Ends a worker and its executor at once, as a machine that is lost. */
  readonly killWorker: () => Promise<void>;
  /** Its processes, without those that they started. */
  readonly pids: () => readonly number[];
  /** What the Thrift server wrote so far. */
  readonly log: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** It starts on a slow machine within minutes. */
const PATIENCE_SECONDS = 600;

/** Starts a cluster on free ports of this machine, with its files in a temporary directory. */
export const startCluster = async (): Promise<Cluster> => {
  const home = await mkdtemp(join(tmpdir(), "despliega-spark-"));
  const directory = join(home, "shared");
  await mkdir(directory);
  const children: ChildProcess[] = [];
  const start = (command: string, args: readonly string[], name: string): ChildProcess => {
    // Each ends with the process that started it, however that ends.
    const child = spawn(
      "setpriv",
      ["--pdeathsig=KILL", join(SPARK_HOME!, "bin", command), ...args],
      {
        cwd: home,
        env: {
          ...process.env,
          SPARK_HOME,
          SPARK_LOCAL_IP: "127.0.0.1",
          SPARK_LOCAL_DIRS: join(home, "local"),
          SPARK_NO_DAEMONIZE: "1",
          // The server is a daemon, too.
          SPARK_DAEMON_MEMORY: name === "server" ? "1g" : "256m",
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const log = createWriteStream(join(home, `${name}.log`));
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    children.push(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    // The server first, so that it does not look for the others.
    for (const child of children.toReversed()) await ended(child);
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    const masterPort = await freePort();
    const master = `spark://127.0.0.1:${masterPort}`;
    const local = ["--host", "127.0.0.1", "--webui-port", "0"];
    const masterClass = "org.apache.spark.deploy.master.Master";
    const first = start(
      "spark-class",
      [masterClass, ...local, "--port", `${masterPort}`],
      "master",
    );
    await listens(first, masterPort);
    const workers = [1, 2].map((n) => {
      const limits = ["--cores", "1", "--memory", "1g", "--work-dir", join(home, `work-${n}`)];
      const workerClass = "org.apache.spark.deploy.worker.Worker";
      return start("spark-class", [workerClass, ...local, ...limits, master], `worker-${n}`);
    });

    const port = await freePort();
    const settings = {
      "spark.ui.enabled": "false",
      "spark.driver.host": "127.0.0.1",
      "spark.driver.bindAddress": "127.0.0.1",
      "spark.executor.memory": "800m",
      "spark.executor.cores": "1",
      "spark.sql.shuffle.partitions": "2",
      "spark.sql.warehouse.dir": join(home, "warehouse"),
      "spark.hadoop.javax.jdo.option.ConnectionURL":
        "jdbc:derby:memory:metastore;databaseName=metastore;create=true",
      "spark.driver.extraJavaOptions": `-Dderby.system.home=${home} -Djava.io.tmpdir=${home}`,
    };
    const server = start(
      "spark-submit",
      [
        ...["--class", "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"],
        ...["--master", master],
        ...Object.entries(settings).flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
        "spark-internal",
        ...["--hiveconf", `hive.server2.thrift.port=${port}`],
        ...["--hiveconf", "hive.server2.thrift.bind.host=127.0.0.1"],
        ...["--hiveconf", "hive.server2.transport.mode=binary"],
        ...["--hiveconf", "hive.server2.authentication=NOSASL"],
      ],
      "server",
    );
    await listens(server, port);
    return {
      url: `spark://127.0.0.1:${port}`,
      port,
      placeAt: (at) => ({ host: "127.0.0.1", port: at, connectSeconds: 20, statementSeconds: 600 }),
      directory,
      async killWorker() {
        await ended(workers.pop()!);
      },
      pids: () => children.flatMap(({ pid }) => pid ?? []),
      log: () => readFile(join(home, "server.log"), "utf8"),
      stop,
    };
  } catch (error) {
    const log = await readFile(join(home, "server.log"), "utf8").catch(() => "");
    await stop();
    throw new Error(`Spark does not start: ${log.slice(-2_000)}`, { cause: error });
  }
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
};

const listens = (child: ChildProcess, port: number): Promise<true> =>
  until(
    async () => {
      if (child.exitCode !== null) throw new Error("ended");
      return isOpen(port);
    },
    `port ${port} is open`,
    PATIENCE_SECONDS,
  );

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
