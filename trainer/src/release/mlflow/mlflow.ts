import { DespliegaError } from "@despliega/storage";

import type { Brought } from "./bring.js";
import { DEADLINES, mlflowClient, type Deadlines } from "./client.js";
import type { MlflowSettings } from "./settings.js";
import { sync } from "./sync.js";

/** Tells MLflow what a run did, when the run has done it. */
export interface Mlflow {
  /** Takes note of a release that the run made or moved the pointer to. */
  readonly follow: (version: string) => void;
  /** Brings the releases that were followed. @returns why MLflow has not all of them, undefined where it has */
  readonly settled: (brought: Brought) => Promise<string | undefined>;
}

/** A run waits two minutes for MLflow at most. */
const AT_THE_END: Deadlines = { ...DEADLINES, whole: 120_000 };

/** MLflow for a run; without settings nothing is sent. The first failure ends it, and `despliega mlflow sync` is the next try. */
export const openMlflow = (
  settings: MlflowSettings | undefined,
  deadlines = AT_THE_END,
): Mlflow => {
  const versions = new Set<string>();
  return {
    follow: (version) => void versions.add(version),
    async settled(brought) {
      if (settings === undefined || versions.size === 0) return undefined;
      try {
        await sync(mlflowClient(settings, deadlines), brought, [...versions]);
        return undefined;
      } catch (error) {
        // The release stands, whatever goes wrong here.
        return error instanceof DespliegaError ? error.message : `a bug: ${String(error)}`;
      }
    },
  };
};
