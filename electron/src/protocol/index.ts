export { Client } from "./client";
export * from "./types";
