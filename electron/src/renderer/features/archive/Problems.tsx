import { CircleAlert, TriangleAlert } from "lucide-react";
import { useText } from "@/shared/text";
import { problems } from "./model/problems";
import { useArchive } from "./model/store";

/** What is wrong with the template, in words. */
export function Problems() {
  const t = useText();
  const draft = useArchive((archive) => archive.draft);
  const found = problems(draft);
  if (found.length === 0) return null;
  return (
    <ul aria-label={t("app.archive.problems")} className="flex flex-col gap-1">
      {found.map(({ key, values, stops }) => {
        const Icon = stops ? CircleAlert : TriangleAlert;
        return (
          <li key={`${key} ${JSON.stringify(values)}`} className="flex items-start gap-2">
            <Icon size={14} aria-hidden className={stops ? "mt-1 shrink-0 text-danger" : "mt-1 shrink-0 text-star"} />
            <span className="min-w-0 break-words">{t(key, values)}</span>
          </li>
        );
      })}
    </ul>
  );
}
