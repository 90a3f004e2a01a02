import { SettingInvalid } from "../errors/errors.js";

/** The account of an emulator at its usual ports, as Microsoft documents it for `UseDevelopmentStorage=true`. */
const DEVELOPMENT = [
  "AccountName=devstoreaccount1",
  "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
  "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1",
  "TableEndpoint=http://127.0.0.1:10002/devstoreaccount1",
].join(";");

/** A part of a connection string, such as `BlobEndpoint`. The names of parts have no case. */
export const connectionPart = (connectionString: string, name: string): string | undefined => {
  const development = /^UseDevelopmentStorage=true/i.test(connectionString);
  const [, part] =
    new RegExp(`(?:^|;)\\s*${name}=([^;]*)`, "i").exec(
      development ? DEVELOPMENT : connectionString,
    ) ?? [];
  return part?.trim() || undefined;
};

/** The error for a connection string that is none. It has no cause, which may quote the string and its secrets. */
export const noConnectionString = () =>
  new SettingInvalid({
    name: "AZURE_STORAGE_CONNECTION_STRING",
    problem: "is not a connection string",
  });
