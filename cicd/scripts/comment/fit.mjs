const NOTE = "\n\n… and more, which does not fit into a comment.\n";

/** Cuts a text after a line, so that it has no more characters than a host takes, and says so at its end. */
export const fit = (text, limit) => {
  if (text.length <= limit) return text;
  const room = text.slice(0, limit - NOTE.length);
  return room.slice(0, room.lastIndexOf("\n")) + NOTE;
};
