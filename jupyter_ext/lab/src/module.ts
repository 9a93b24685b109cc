import type { RawModel } from './raw_model';

/** An anywidget front-end module. */
interface WidgetModule {
  initialize?(context: { model: RawModel }): unknown;
  /** What it returns, if anything, undoes the rendering. */
  render?(context: { model: RawModel; el: HTMLElement }): unknown;
}

const loaded = new Map<string, Promise<{ default: WidgetModule | (() => Promise<WidgetModule>) }>>();

/** Renders the module that the model brings along; the result undoes it. */
export async function renderModule(model: RawModel, el: HTMLElement): Promise<() => void> {
  putStyle(String(model.get('_css') ?? ''), String(model.get('_anywidget_id')));
  const { default: definition } = await importText(String(model.get('_esm')));
  const widget = typeof definition === 'function' ? await definition() : definition;
  await widget.initialize?.({ model });
  const cleanUp = await widget.render?.({ model, el });
  return () => {
    if (typeof cleanUp === 'function') cleanUp();
  };
}

/** One import for each different text; one that failed is tried anew. */
function importText(esm: string) {
  const known = loaded.get(esm);
  if (known) return known;
  const url = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
  const module = import(/* webpackIgnore: true */ url).finally(() => URL.revokeObjectURL(url));
  loaded.set(esm, module);
  module.catch(() => loaded.delete(esm));
  return module;
}

function putStyle(text: string, id: string): void {
  const existing = document.getElementById(id);
  const style = existing ?? document.createElement('style');
  style.id = id;
  if (style.textContent !== text) style.textContent = text;
  if (!existing) document.head.appendChild(style);
}
