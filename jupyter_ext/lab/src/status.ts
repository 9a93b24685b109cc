import { Widget } from '@lumino/widgets';

/** One line in the status bar; hidden while there is nothing to say. A click, Enter or Space shows the panel. */
export class StatusLine extends Widget {
  constructor(press: () => void) {
    super({ node: document.createElement('button') });
    this.addClass('cotune-status');
    this.node.addEventListener('click', press);
    this.hide();
  }

  tell(text: string): void {
    this.node.textContent = text;
    if (text) this.show();
    else this.hide();
  }
}
