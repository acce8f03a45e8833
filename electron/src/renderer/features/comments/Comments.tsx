import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { edit, useAsk } from "@/shared/data";
import { useSettings } from "@/shared/settings";
import { momentText, useLanguage, useText } from "@/shared/text";
import { Button, Field, IconButton } from "@/shared/ui";
import { mentioned, words } from "./mentions";

/** What people said about a picture, in the order of time, with what it said before it was changed. */
export function Comments({ picture }: { picture: number }) {
  const t = useText();
  const { data } = useAsk("comment_list", { picture, history: true });
  return (
    <section aria-label={t("app.comments")} className="flex flex-col gap-3">
      <h3 className="text-sm text-muted">{t("app.comments")}</h3>
      {(data?.comments ?? []).map((comment) => (
        <Comment key={comment.id} comment={comment} />
      ))}
      <Writing picture={picture} names={(data?.names ?? []).map(({ name }) => name)} />
    </section>
  );
}

interface Told {
  id: number;
  author: string;
  body: string;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  history: readonly { body: string; at: string }[];
}

function Comment({ comment }: { comment: Told }) {
  const t = useText();
  const language = useLanguage();
  const [draft, setDraft] = useState<string | null>(null);
  const save = async () => {
    const done = await edit("comment_save", { comment: comment.id, body: draft ?? "" }, () =>
      t("app.comments.changed"),
    );
    if (done) setDraft(null);
  };
  if (comment.deleted_at)
    return <p className="text-sm text-muted italic">{t("app.comments.gone", { author: comment.author })}</p>;
  return (
    <article data-selectable className="group flex flex-col gap-1">
      <header className="flex items-center gap-2 text-sm">
        <span className="font-medium">{comment.author}</span>
        <time dateTime={comment.created_at} className="text-muted">
          {momentText(comment.created_at, language)}
        </time>
        <span className="ml-auto flex">
          <IconButton
            icon={Pencil}
            label={t("app.comments.edit")}
            onPress={() => setDraft(draft === null ? comment.body : null)}
          />
          <IconButton
            icon={Trash2}
            label={t("app.comments.delete")}
            onPress={() => void edit("comment_delete", { comment: comment.id }, () => t("app.comments.deleted"))}
          />
        </span>
      </header>
      {draft === null ? (
        <p className="break-words whitespace-pre-wrap">
          {words(comment.body).map(({ text, mention, at }) =>
            mention ? (
              <strong key={at} className="text-accent">
                {text}
              </strong>
            ) : (
              text
            ),
          )}
        </p>
      ) : (
        <>
          <Field
            bare
            label={t("app.comments.edit")}
            lines={3}
            value={draft}
            onChange={setDraft}
            onEnter={() => void save()}
            autoFocus
          />
          <Button look="accent" isDisabled={!draft.trim()} onPress={() => void save()}>
            {t("app.save")}
          </Button>
        </>
      )}
      {comment.history.length > 0 && (
        <details className="text-sm text-muted">
          <summary>{t("app.comments.history", { count: comment.history.length })}</summary>
          {comment.history.map(({ body, at }) => (
            <p key={at + body} className="break-words whitespace-pre-wrap">{`${momentText(at, language)} · ${body}`}</p>
          ))}
        </details>
      )}
    </article>
  );
}

function Writing({ picture, names }: { picture: number; names: readonly string[] }) {
  const t = useText();
  const author = useSettings((settings) => settings.author);
  const [body, setBody] = useState("");
  const offered = mentioned(body, names);
  const send = async () => {
    if (!body.trim()) return;
    const by = author.trim() || t("app.comments.nobody");
    const done = await edit("comment_save", { picture, author: by, body }, () => t("app.comments.added"));
    if (done) setBody("");
  };
  return (
    <div className="flex flex-col gap-2">
      <Field
        bare
        label={t("app.comments.write")}
        placeholder={t("app.comments.write")}
        lines={2}
        value={body}
        onChange={setBody}
        onEnter={() => void send()}
      />
      {offered.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {offered.map((name) => (
            <Button key={name} onPress={() => setBody(body.replace(/@\S*$/u, `@${name} `))}>{`@${name}`}</Button>
          ))}
        </div>
      )}
      <Button isDisabled={!body.trim()} onPress={() => void send()}>
        {t("app.comments.send")}
      </Button>
    </div>
  );
}
