/** The names of what the main process and a page say to each other. */
export const CHANNEL = {
  line: "imageparser:line",
  state: "imageparser:state",
  command: "imageparser:command",
  call: "imageparser:call",
} as const;
