import { BlockList, isIP } from "node:net";

import type { StoragePipelineOptions } from "@azure/storage-blob";

import { SettingInvalid } from "../../errors/errors.js";

const own = new BlockList();
own.addSubnet("127.0.0.0", 8, "ipv4");
own.addAddress("::1", "ipv6");

/** Hosts that are never asked through a proxy: this machine, and where Azure tells a machine who it is. */
const DIRECT = ["localhost", "127.0.0.1", "[::1]", "169.254.169.254"];

/** In the order in which the SDK takes them. */
const PROXIES = ["HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

// Given so that the SDK reads none from the environment, which may hold no url; NO_PROXY keeps requests from this one.
const UNUSED = { host: "http://localhost", port: 1 };

/**
 * What the SDK is told about proxies for an account: one on this machine is asked directly, any other through the proxy
 * that the environment names. Must be called before the first client is made, since the SDK reads `NO_PROXY` once.
 *
 * @param url of the account
 * @throws `SETTING_INVALID` when the proxy for an account elsewhere is no url
 */
export const proxyOptionsOf = (url: string): Pick<StoragePipelineOptions, "proxyOptions"> => {
  const host = new URL(url).hostname;
  const local = isOwn(host);
  exempt([...DIRECT, ...(local ? [host] : []), ...identityHosts()]);
  if (local) return { proxyOptions: UNUSED };
  const name = PROXIES.find((proxy) => (process.env[proxy] ?? "") !== "");
  if (name !== undefined && !/^https?:\/\/[^/]/.test(process.env[name]!))
    throw new SettingInvalid({ name, problem: "must be a url such as http://proxy:3128" });
  return {};
};

const isOwn = (host: string): boolean => {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(bare);
  if (family === 0) return bare === "localhost";
  return own.check(bare, family === 6 ? "ipv6" : "ipv4");
};

/** Where App Service and Container Apps answer for managed identity. */
const identityHosts = (): readonly string[] =>
  ["IDENTITY_ENDPOINT", "MSI_ENDPOINT"].flatMap((name) => {
    const url = process.env[name] ?? "";
    return URL.canParse(url) ? [new URL(url).hostname] : [];
  });

const exempt = (hosts: readonly string[]): void => {
  const listed = process.env["NO_PROXY"] || process.env["no_proxy"] || "";
  const all = new Set([...listed.split(",").map((host) => host.trim()), ...hosts]);
  all.delete("");
  process.env["NO_PROXY"] = [...all].join();
};
