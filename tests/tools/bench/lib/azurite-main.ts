import { startAzurite } from "@despliega/storage/azurite";

/** `node azurite-main.js DIRECTORY`: an Azurite that keeps its data there; prints its connection string. */
const main = async (location: string | undefined): Promise<void> => {
  if (location === undefined) throw new Error("usage: azurite-main.js DIRECTORY");
  console.log((await startAzurite({ location })).connectionString);
};

await main(process.argv[2]);
