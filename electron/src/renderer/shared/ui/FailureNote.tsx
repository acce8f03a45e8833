import { type Failure, failureText, remedyText, useText } from "../text";

interface Props {
  failure: Failure;
  /** The sentence stands above already, as the title of its place. */
  titled?: boolean;
}

/** Why something could not be done, and what can be done about it; the back end's own words behind "details". */
export function FailureNote({ failure, titled = false }: Props) {
  const t = useText();
  const { code, path, detail } = failure;
  return (
    <div data-failure={code} className="flex min-w-0 flex-col gap-1">
      {!titled && <p className="break-words text-danger">{failureText(failure)}</p>}
      {path && (
        <p data-selectable className="text-sm break-all text-muted">
          {path}
        </p>
      )}
      <p className="text-sm text-muted">{remedyText(code)}</p>
      {detail && (
        <details className="text-sm text-muted">
          <summary className="cursor-default">{t("app.failure.details")}</summary>
          <p lang="en" data-selectable className="break-words">
            {detail}
          </p>
        </details>
      )}
    </div>
  );
}
