import { useEffect, useState } from "preact/hooks";

/** The pictures of a model, by the last segment of their address. */
export const TABS = ["try", "quality", "releases", "watch", "lineage"] as const;

/** One of the pictures of a model. */
export type Tab = (typeof TABS)[number];

/** What the page shows. */
export type Route =
  | { readonly view: "home" }
  | { readonly view: "operate" }
  | { readonly view: "model"; readonly model: string; readonly tab: Tab };

/** Reads the fragment of the page's address; what is not known leads home. */
export const routeOf = (hash: string): Route => {
  const [view, model, tab] = hash.replace(/^#\/?/, "").split("/");
  if (view === "operate") return { view };
  if (view !== "model" || model === undefined || model === "") return { view: "home" };
  return { view, model: decoded(model), tab: TABS.find((one) => one === tab) ?? "try" };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The address of a view. */
export const addressOf = (route: Route): string => {
  if (route.view === "home") return "#/";
  if (route.view === "operate") return "#/operate";
  return `#/model/${encodeURIComponent(route.model)}/${route.tab}`;
};

/** The view that the page's address names. */
export const useRoute = (): Route => {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = (): void => setHash(location.hash);
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return routeOf(hash);
};
