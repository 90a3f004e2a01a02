/** The rule of {@link isContainerName} in words. */
export const CONTAINER_RULE = "3 to 63 lower-case letters, digits and single hyphens";

/** Whether a container may have this name, by the rules of Azure. */
export const isContainerName = (name: string): boolean =>
  /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62}$/.test(name);
