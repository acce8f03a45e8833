import { folderOf, nameOf } from "@/shared/text";
import type { Duplicate } from "./types";

/** What is told of each picture of a group, in this order. */
export const FACTS = [
  "name",
  "folder",
  "format",
  "resolution",
  "bytes",
  "date",
  "rating",
  "tags",
  "collections",
  "comments",
] as const;
export type Fact = (typeof FACTS)[number];

const OF: Record<Fact, (picture: Duplicate) => unknown> = {
  name: ({ path }) => nameOf(path),
  folder: ({ path }) => folderOf(path),
  format: ({ format, layers }) => [format, layers ?? 0],
  resolution: ({ width, height }) => [width, height],
  bytes: ({ bytes }) => bytes,
  date: ({ date_ms }) => Math.floor(date_ms / 1000),
  rating: ({ rating, label }) => [rating ?? 0, label],
  tags: ({ user_tags }) => [...user_tags].sort(),
  collections: ({ collections }) => [...collections].sort((a, b) => a - b),
  comments: ({ comments, noted }) => [comments, noted],
};

/** The facts in which pictures are not all the same. */
export function differing(pictures: readonly Duplicate[]): Set<Fact> {
  return new Set(FACTS.filter((fact) => new Set(pictures.map((one) => JSON.stringify(OF[fact](one)))).size > 1));
}
