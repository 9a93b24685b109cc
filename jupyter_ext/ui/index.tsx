import type { AnyModel } from '@anywidget/types';
import { render as renderInto } from 'preact';
import { App } from './app';
import { Store } from './store';
import 'uplot/dist/uPlot.min.css';
import './panel.css';

/** In command mode JupyterLab takes plain keys for orders to the notebook, also those for our selects and buttons: an
 * "x" would cut the cell. It asks the element that has the focus, before we hear of the key but after the window does;
 * Ctrl+S stays its own. */
function keepPlainKeys(el: HTMLElement): () => void {
  const mark = (event: KeyboardEvent) => {
    if (event.target instanceof Element && el.contains(event.target))
      event.target.toggleAttribute('data-lm-suppress-shortcuts', !(event.ctrlKey || event.metaKey || event.altKey));
  };
  window.addEventListener('keydown', mark, true);
  return () => window.removeEventListener('keydown', mark, true);
}

function render({ model, el }: { model: AnyModel; el: HTMLElement }) {
  const store = new Store(model, () => el.offsetParent !== null);
  el.classList.add('cotune');
  renderInto(<App store={store} />, el);
  store.start();
  const letKeys = keepPlainKeys(el);
  return () => {
    letKeys();
    store.stop();
    renderInto(null, el);
  };
}

export default { render };
