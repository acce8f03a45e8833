import type { OpName } from "@contract";
import { Eye, PackageOpen, PackagePlus, Search } from "lucide-react";
import { bridge } from "@/shared/bridge";
import { JobLine, useJobs } from "@/shared/jobs";
import { type TextKey, useText } from "@/shared/text";
import { Blank, Button, Field, Select } from "@/shared/ui";
import { importPackage, inspect } from "./actions";
import { Contents } from "./Contents";
import { Failure } from "./Failure";
import { mappedRoots } from "./model/form";
import { type Inside, POLICIES, type Policy, usePackages } from "./model/store";
import { Result } from "./Result";

const POLICY_TEXTS: Record<Policy, { label: TextKey; about: TextKey }> = {
  keep: { label: "app.packages.policy.keep", about: "app.packages.policy.keep_about" },
  replace: { label: "app.packages.policy.replace", about: "app.packages.policy.replace_about" },
  newest: { label: "app.packages.policy.newest", about: "app.packages.policy.newest_about" },
};

const TAKING: ReadonlySet<OpName> = new Set<OpName>(["package_inspect", "package_import"]);

/** Take a package in: look inside, say where its folders are here and whose word stands, try, and then do it. */
export function Importing() {
  const t = useText();
  const { path, inside, look } = usePackages();
  const told = path.trim();
  const last = useJobs(({ jobs }) => jobs.findLast((one) => one.subject === told && TAKING.has(one.op)));
  const job = last?.state === "running" ? last : undefined;
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFile(["ipkg"]);
    if (!chosen) return;
    look(chosen);
    void inspect(chosen);
  };
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 p-4">
      <div className="flex items-end gap-2">
        <Field
          label={t("app.packages.source")}
          value={path}
          onChange={look}
          onEnter={() => told && void inspect(told)}
          placeholder="/home/me/library.ipkg"
        />
        {bridge.shell && <Button onPress={() => void choose()}>{t("app.choose")}</Button>}
        <Button icon={Search} isDisabled={!told || job !== undefined} onPress={() => void inspect(told)}>
          {t("app.packages.inspect")}
        </Button>
      </div>
      {job && <JobLine job={job} />}
      <Failure last={last} />
      {inside ? (
        <Choices inside={inside} busy={job !== undefined} />
      ) : (
        !job && (
          <Blank icon={PackageOpen} title={t("app.packages.nothing_chosen")}>
            <p>{t("app.packages.nothing_chosen_about")}</p>
          </Blank>
        )
      )}
    </div>
  );
}

/** What is inside, where it lies here, and whose word stands. */
function Choices({ inside, busy }: { inside: Inside; busy: boolean }) {
  const t = useText();
  const { path, ours, policy, report, choose } = usePackages();
  const payload = { path: path.trim(), policy, roots: mappedRoots(inside.roots, ours) };
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-4">
        {inside.roots.length > 0 && <Roots roots={inside.roots} />}
        <div className="flex flex-col gap-1">
          <Select
            label={t("app.packages.policy")}
            value={policy}
            options={POLICIES.map((one) => ({ value: one, label: t(POLICY_TEXTS[one].label) }))}
            onChange={(next) => choose({ policy: next })}
          />
          <p className="text-sm text-muted">{t(POLICY_TEXTS[policy].about)}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button icon={Eye} isDisabled={busy} onPress={() => void importPackage(payload, true)}>
            {t("app.packages.try")}
          </Button>
          <Button
            look="accent"
            icon={PackagePlus}
            isDisabled={busy || !report?.dry_run}
            onPress={() => void importPackage(payload, false)}
          >
            {t("app.packages.take")}
          </Button>
        </div>
        {!report && !busy && <p className="text-sm text-muted">{t("app.packages.try_first")}</p>}
        {report && <Result report={report} />}
      </div>
      <section
        aria-label={t("app.packages.contents")}
        className="min-w-0 self-start rounded-lg border border-line bg-panel p-4"
      >
        <Contents told={inside} title={t("app.packages.inside_title")} />
      </section>
    </div>
  );
}

/** Where the folders of the other machine are on this one. */
function Roots({ roots }: { roots: readonly string[] }) {
  const t = useText();
  const { ours, choose } = usePackages();
  const put = (theirs: string, told: string) => choose({ ours: { ...ours, [theirs]: told } });
  const pick = async (theirs: string) => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) put(theirs, chosen);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm text-muted">{t("app.packages.map")}</legend>
      <p className="text-sm text-muted">{t("app.packages.map_about")}</p>
      {roots.map((theirs) => (
        <div key={theirs} className="flex min-w-0 flex-col gap-1 rounded-md border border-line p-3">
          <span data-selectable className="truncate" title={theirs}>
            {theirs}
          </span>
          <div className="flex gap-2">
            <Field
              bare
              label={t("app.packages.map_to", { folder: theirs })}
              value={ours[theirs] ?? ""}
              onChange={(told) => put(theirs, told)}
              placeholder={t("app.packages.map_same")}
            />
            {bridge.shell && <Button onPress={() => void pick(theirs)}>{t("app.choose")}</Button>}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
