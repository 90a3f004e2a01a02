/** What stands around every view. */
export const page = {
  skip: "Skip to the content",
  models: "Models",
  urls: "Urls of the api",
  language: "Language",
  navigation: "Pages",
  tabs: "Pictures of the model",
  loading: "Loading…",
  readOnly: "Nothing on this page changes anything.",
  tab: {
    try: "Try it",
  },
  signIn: {
    heading: "Who is asking?",
    key: "This api answers to callers with a key.",
    bearer: "This api answers to callers with a token of Microsoft Entra.",
    keyLabel: "Key",
    bearerLabel: "Token",
    submit: "Go on",
    kept: "It stays in this page only, and is gone when you close it.",
    refused: "The api did not take it. It may be mistyped, expired, or meant for another api.",
    forget: "Forget the key",
  },
};
