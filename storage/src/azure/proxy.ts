import { BlockList, isIP } from "node:net";

import type { StoragePipelineOptions } from "@azure/storage-blob";

import { SettingInvalid } from "../errors/errors.js";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Hosts that are always contacted directly: this machine, and Azure's instance metadata service. */
const DIRECT = ["localhost", "127.0.0.1", "[::1]", "169.254.169.254"];

/** The variables of proxies, in the SDK's order of precedence. */
const PROXIES = ["HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

// Keeps the SDK from reading a proxy from the environment, where it may be no url. NO_PROXY keeps this one unused.
const UNUSED = { host: "http://localhost", port: 1 };

/**
 * The SDK's proxy options for an account. An account on this machine is contacted directly, any other through the proxy of
 * the environment. Call it before the first client is made, because the SDK reads `NO_PROXY` once.
 *
 * @param url of the account
 * @throws `SETTING_INVALID` when the account is elsewhere and the proxy is no url
 */
export const proxyOptionsOf = (url: string): Pick<StoragePipelineOptions, "proxyOptions"> => {
  const host = new URL(url).hostname;
  const local = isThisMachine(host);
  exempt([...DIRECT, ...(local ? [host] : []), ...identityHosts()]);
  if (local) return { proxyOptions: UNUSED };
  const name = PROXIES.find((proxy) => (process.env[proxy] ?? "") !== "");
  if (name !== undefined && !/^https?:\/\/[^/]/.test(process.env[name]!))
    throw new SettingInvalid({ name, problem: "must be a url such as http://proxy:3128" });
  return {};
};

const isThisMachine = (host: string): boolean => {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(bare);
  if (family === 0) return bare === "localhost";
  return loopback.check(bare, family === 6 ? "ipv6" : "ipv4");
};

/** Hosts of managed identity on App Service and Container Apps. */
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
