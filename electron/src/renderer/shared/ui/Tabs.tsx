import type { ReactNode } from "react";
import { Tabs as Primitive, Tab, TabList, TabPanel } from "react-aria-components";

interface Props {
  label: string;
  tabs: readonly { id: string; label: string; body: ReactNode }[];
  selected?: string;
  onChange?: (id: string) => void;
}

/** Several pages in one place. */
export function Tabs({ label, tabs, selected, onChange }: Props) {
  return (
    <Primitive
      {...(selected === undefined ? {} : { selectedKey: selected })}
      onSelectionChange={(key) => onChange?.(String(key))}
      className="flex min-h-0 flex-1 flex-col"
    >
      <TabList aria-label={label} className="flex gap-1 border-b border-line px-2">
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className="cursor-default border-b-2 border-transparent px-2 py-2 text-muted outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[hovered]:text-ink data-[selected]:border-accent data-[selected]:text-ink"
          >
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="min-h-0 flex-1 overflow-auto outline-none">
          {tab.body}
        </TabPanel>
      ))}
    </Primitive>
  );
}
