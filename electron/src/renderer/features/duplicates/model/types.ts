import type { DoneOf, PayloadOf } from "@/shared/bridge";

export type Plan = DoneOf<"duplicates_plan">["payload"];
export type Group = Plan["groups"][number];
export type Duplicate = Group["pictures"][number];
export type Lost = Group["others"][number];
export type Wanted = Omit<PayloadOf<"duplicates_plan">, "limit" | "offset">;
export type Rule = NonNullable<NonNullable<Wanted["keep"]>[number]>;
