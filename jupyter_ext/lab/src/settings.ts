import type { ISettingRegistry } from '@jupyterlab/settingregistry';

type OpenWhen = 'start' | 'study' | 'never';

/** The user's settings; the defaults until they are loaded, or where there is no registry. */
export interface Settings {
  open: OpenWhen;
  bootstrap: string;
  ready: Promise<void>;
}

export function readSettings(registry: ISettingRegistry | null, plugin: string): Settings {
  const settings: Settings = {
    open: 'study',
    bootstrap: 'import cotune.ui; cotune.ui.panel()',
    ready: Promise.resolve()
  };
  if (!registry) return settings;
  const take = (loaded: ISettingRegistry.ISettings) => {
    settings.open = loaded.get('open').composite as OpenWhen;
    settings.bootstrap = loaded.get('bootstrap').composite as string;
  };
  settings.ready = registry.load(plugin).then(
    loaded => {
      take(loaded);
      loaded.changed.connect(take);
    },
    error => console.error('cotune: the settings can not be read, the defaults hold', error)
  );
  return settings;
}
