import { startAzurite } from "@despliega/storage/azurite";

/**
 * `node azurite-main.js DIRECTORY PORT`: an Azurite that keeps its data there; prints its connection string, and ends
 * on SIGTERM or with its standard input, so that it never outlives its parent.
 */
const [, , location, port] = process.argv;
if (location === undefined || port === undefined)
  throw new Error("usage: azurite-main.js DIRECTORY PORT");
const azurite = await startAzurite({ location, port: Number(port) });
const end = (): void => {
  // Its connections are kept open by clients; what it holds is on disk long before it has waited for them.
  setTimeout(() => process.exit(0), 3_000);
  void azurite.close().then(() => process.exit(0));
};
process.once("SIGTERM", end);
process.stdin.resume().once("end", end);
process.stdout.write(`${azurite.connectionString}\n`);
