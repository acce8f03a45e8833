import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { useSettings } from "@/shared/settings";
import { languageFor, speak } from "@/shared/text";
import { App } from "./App";
import "./app.css";

const root = document.getElementById("root");
if (root) {
  await speak(useSettings.getState().language ?? languageFor(navigator.languages));
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
