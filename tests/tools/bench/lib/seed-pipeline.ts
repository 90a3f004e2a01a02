import { join } from "node:path";
import { findPython, isSkipped, runPeer, type Skipped } from "./peer.js";
import { peerScript } from "./peer-script.js";

/** A finished run of the seed's pipeline. */
export interface SeedPipeline {
  /** Wall seconds of the whole run. */
  readonly seconds: number;
  /** Seconds by phase. */
  readonly phases: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly trainModelCsv: string;
  readonly model: string;
}

/** Runs the seed's pipeline on a loan history; its outputs stay in the folder. */
export const runSeedPipeline = async (
  input: string,
  folder: string,
): Promise<SeedPipeline | Skipped> => {
  const python = await findPython(["pandas", "sklearn", "imblearn"]);
  if (isSkipped(python)) return python;
  const script = [peerScript("seed_pipeline.py"), input, folder];
  const result = await runPeer<Omit<SeedPipeline, "trainModelCsv" | "model">>(
    python.command,
    script,
  );
  return {
    ...result,
    trainModelCsv: join(folder, "train_model.csv"),
    model: join(folder, "model.joblib"),
  };
};
