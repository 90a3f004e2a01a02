import { runCommandLine } from "./cli/run.js";

await runCommandLine();
