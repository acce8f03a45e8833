import { QueryClientProvider } from "@tanstack/react-query";
import { I18nProvider } from "react-aria-components";
import { Finding } from "@/features/results";
import { answers } from "@/shared/data";
import { useLanguage } from "@/shared/text";
import { Toasts } from "@/shared/ui";
import { Shell } from "./Shell";
import { useTheme } from "./useTheme";

/** The whole app. */
export function App() {
  useTheme();
  return (
    <I18nProvider locale={useLanguage()}>
      <QueryClientProvider client={answers}>
        <Finding>
          <Shell />
        </Finding>
        <Toasts />
      </QueryClientProvider>
    </I18nProvider>
  );
}
