/**
 * The name of a store by which signatures know it: its account and its container, as `bank/despliega`. The port and the scheme are
 * no part of it, and neither is the host of an emulator, so that a store of this machine keeps its name. A host of one's own
 * takes the place of the account.
 *
 * @param url of the container
 */
export const storeNameOf = (url: string): string => {
  const { hostname, pathname } = new URL(url);
  const folders = pathname.split("/").filter((folder) => folder !== "");
  if (folders.length !== 1) return folders.join("/");
  const [, account] = /^([a-z0-9]+?)(?:-secondary)?\..*\bblob\./.exec(hostname) ?? [];
  return `${account ?? hostname}/${folders[0]}`;
};
