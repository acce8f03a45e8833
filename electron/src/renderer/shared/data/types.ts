import type { Operations } from "@contract";

export type FindPayload = Operations["find"]["payload"];
export type FindDone = Operations["find"]["done"];
export type FoundPicture = FindDone["results"][number];
export type FoundAxis = FoundPicture["axes"][string];
