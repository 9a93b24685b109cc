import type { AnyModel } from '@anywidget/types';
import { render as renderInto } from 'preact';
import { App } from './app';
import { Store } from './store';
import 'uplot/dist/uPlot.min.css';
import './panel.css';

function render({ model, el }: { model: AnyModel; el: HTMLElement }) {
  const store = new Store(model);
  el.classList.add('cotune');
  renderInto(<App store={store} />, el);
  store.start();
  return () => {
    store.stop();
    renderInto(null, el);
  };
}

export default { render };
