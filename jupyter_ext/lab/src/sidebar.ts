import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Panel, Widget } from '@lumino/widgets';
import { icon } from './icon';
import { NotebookView, type ViewOptions } from './view';

/** The side panel: one view for each notebook, the active notebook's view is seen. */
export class Sidebar extends Panel {
  private readonly views = new Map<NotebookPanel, NotebookView>();
  private readonly empty = new Widget();

  constructor(
    private readonly tracker: INotebookTracker,
    private readonly options: ViewOptions
  ) {
    super();
    const { trans } = options;
    this.id = 'cotune-sidebar';
    this.title.icon = icon;
    this.title.caption = trans.__('cotune: find a good model');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('cotune'));
    this.addClass('cotune-sidebar');
    this.empty.addClass('cotune-note');
    this.empty.node.textContent = trans.__('Open a notebook to find a good model for one of its tables.');
    this.addWidget(this.empty);
    tracker.currentChanged.connect(this.follow, this);
    this.follow();
  }

  /** The status line of the active notebook's view. */
  get headline(): string {
    const notebook = this.tracker.currentWidget;
    return (notebook && this.views.get(notebook)?.headline) ?? '';
  }

  private follow(): void {
    const notebook = this.tracker.currentWidget;
    if (notebook && !this.views.has(notebook)) this.add(notebook);
    this.empty.setHidden(notebook !== null);
    this.views.forEach((view, owner) => view.setHidden(owner !== notebook));
    this.options.onHeadline(this.headline);
  }

  private add(notebook: NotebookPanel): void {
    const view = new NotebookView(notebook, {
      ...this.options,
      onHeadline: () => this.options.onHeadline(this.headline),
      onAppear: () => {
        if (notebook === this.tracker.currentWidget) this.options.onAppear();
      }
    });
    this.views.set(notebook, view);
    this.addWidget(view);
    notebook.disposed.connect(() => {
      this.views.delete(notebook);
      view.dispose();
    });
  }
}
