import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ProgressTab } from './progress_tab';
import { SearchTab } from './search_tab';
import type { StudyState } from './state';
import type { Store, TabName } from './store';
import { TableTab } from './table_tab';
import { TrialsTab } from './trials_tab';

interface TabSpec {
  name: TabName;
  label: string;
  badge?: number;
  content(): ComponentChildren;
}

/** Another part than was chosen comes up only when a new run begins. */
export function Tabs({ store, study }: { store: Store; study: StudyState }) {
  const { run, phase } = study.progress.run;
  const [choice, setChoice] = useState<{ run: number; name: TabName } | null>(null);
  const chosen = choice?.run === run ? choice.name : null;
  const [opened, setOpened] = useState<{ run: number; trial: number | null } | null>(null);
  const choose = (name: TabName) => setChoice({ run, name });
  const open = (trial: number | null) => setOpened({ run, trial });
  const show = (trial: number) => {
    choose('trials');
    open(trial);
  };
  const wanted = store.wanted.value;
  useEffect(() => {
    if (wanted) choose(wanted.tab);
    if (wanted?.trial !== undefined) open(wanted.trial);
  }, [wanted]);
  const isOpen = opened?.run === run ? opened.trial : null;
  const id = store.uid;
  store.trialsVersion.value;
  const tabs: TabSpec[] = [
    { name: 'progress', label: 'Best', content: () => <ProgressTab store={store} study={study} show={show} /> },
    {
      name: 'trials',
      label: 'Trials',
      badge: store.trials.tally(run).done,
      content: () => <TrialsTab store={store} study={study} opened={isOpen} setOpened={open} />
    },
    { name: 'search', label: 'Search', content: () => <SearchTab store={store} study={study} /> },
    {
      name: 'table',
      label: 'Table',
      badge: study.table.warnings.length,
      content: () => <TableTab store={store} study={study} />
    }
  ];
  const current = tabs.find(tab => tab.name === (chosen ?? (phase === 'none' ? 'table' : 'progress')))!;
  const step = (by: number) => {
    const next = tabs[(tabs.indexOf(current) + by + tabs.length) % tabs.length]!;
    choose(next.name);
    document.getElementById(`${id}-${next.name}`)?.focus();
  };
  return (
    <div class="ct-tabs">
      <div
        role="tablist"
        aria-label="Parts of the study"
        onKeyDown={event => {
          if (event.key === 'ArrowRight') step(1);
          if (event.key === 'ArrowLeft') step(-1);
        }}
      >
        {tabs.map(tab => (
          <button
            key={tab.name}
            id={`${id}-${tab.name}`}
            role="tab"
            data-testid={`tab-${tab.name}`}
            aria-selected={tab === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => choose(tab.name)}
          >
            {tab.label}
            {tab.badge ? <span class="ct-badge">{tab.badge.toLocaleString('en')}</span> : null}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current.name}`} class="ct-tab-panel">
        {current.content()}
      </div>
    </div>
  );
}
