// Loaded into each process that a start runs: a start that is killed can end none of them itself.
const end = (): void => void process.kill(process.pid, "SIGTERM");

if (process.channel !== undefined) {
  process.once("disconnect", end);
  // The listener alone would keep a process from ending when its work is done.
  process.channel?.unref();
}
