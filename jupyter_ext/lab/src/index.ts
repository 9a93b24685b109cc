import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { icon } from './icon';
import { readSettings } from './settings';
import { Sidebar } from './sidebar';
import { StatusLine } from './status';

const PLUGIN_ID = 'cotune:plugin';
const SHOW = 'cotune:show';

/** Only the notebook tracker is required, so that the panel also works in Notebook 7. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Shows the live panel of the active notebook in the sidebar.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator, ISettingRegistry, ILayoutRestorer, ICommandPalette, ILauncher, IStatusBar],
  activate
};
export default plugin;

function activate(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  translator: ITranslator | null,
  registry: ISettingRegistry | null,
  restorer: ILayoutRestorer | null,
  palette: ICommandPalette | null,
  launcher: ILauncher | null,
  statusBar: IStatusBar | null
): void {
  const trans = (translator ?? nullTranslator).load('cotune');
  const settings = readSettings(registry, PLUGIN_ID);
  const status = new StatusLine(() => void app.commands.execute(SHOW));
  // Not before: restoring the layout would close it again.
  const show = () => app.restored.then(() => app.shell.activateById(sidebar.id));
  const sidebar = new Sidebar(tracker, {
    trans,
    bootstrap: () => settings.bootstrap,
    onAppear: () => {
      if (settings.open !== 'never') void show();
    },
    onHeadline: text => status.tell(text)
  });
  app.shell.add(sidebar, 'right', { rank: 900, type: 'cotune' });
  restorer?.add(sidebar, sidebar.id);
  void settings.ready.then(() => {
    if (settings.open === 'start') void show();
  });
  const label = trans.__('Show the cotune panel');
  app.commands.addCommand(SHOW, { label, icon, caption: trans.__('Find a good model for a table'), execute: show });
  palette?.addItem({ command: SHOW, category: 'cotune' });
  launcher?.add({ command: SHOW, category: trans.__('Other') });
  statusBar?.registerStatusItem('cotune:status', { item: status, align: 'left', rank: 90 });
}
