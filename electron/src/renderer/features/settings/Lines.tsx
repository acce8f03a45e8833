import { useText } from "@/shared/text";
import { type Line, sections } from "./model/lines";
import { SECTIONS } from "./model/words";
import { SettingRow } from "./SettingRow";

/** Settings under their headings. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  const t = useText();
  return sections(lines).map(({ section, lines: members }) => (
    <section key={section} aria-label={t(SECTIONS[section])}>
      <h3 className="pt-4 pb-1 font-medium">{t(SECTIONS[section])}</h3>
      {members.map((line) => (
        <SettingRow key={line.key} line={line} />
      ))}
    </section>
  ));
}
