import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryDirectory } from "./temporary.js";

/** What a process loaded and whom it spoke to. */
export interface Loaded {
  /** Paths of the modules of packages. OpenTelemetry's are CommonJS, and so are among them. */
  readonly modules: readonly string[];
  readonly hosts: readonly string[];
}

/** Watches a process that is started with these settings too: at its end it writes what it loaded and whom it spoke to. */
export const watchLoaded = async (): Promise<{
  readonly settings: NodeJS.ProcessEnv;
  readonly read: () => Promise<Loaded>;
}> => {
  const file = join(await temporaryDirectory(), "loaded.json");
  const watch = `
    import { writeFileSync } from "node:fs";
    import { createRequire } from "node:module";
    import { Socket } from "node:net";
    const { cache } = createRequire(process.cwd() + "/");
    const hosts = new Set();
    const { connect } = Socket.prototype;
    Socket.prototype.connect = function (...given) {
      const [{ host, path } = {}] = Array.isArray(given[0]) ? given[0] : given;
      hosts.add(host ?? path ?? "unknown");
      return connect.apply(this, given);
    };
    process.on("exit", () => writeFileSync(${JSON.stringify(file)}, JSON.stringify({ modules: Object.keys(cache), hosts: [...hosts] })));`;
  return {
    settings: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(watch)}` },
    read: async () => JSON.parse(await readFile(file, "utf8")) as Loaded,
  };
};
