/** What a view says while it has nothing to show, with at most one thing to do about it. */
export interface Note {
  text: string;
  code?: string;
  button?: { label: string; press(): void };
}

export function putNote(node: HTMLElement, note: Note | null): void {
  node.replaceChildren();
  node.hidden = note === null;
  if (!note) return;
  const text = document.createElement('p');
  text.textContent = note.text;
  node.append(text);
  if (note.code) {
    const code = document.createElement('code');
    code.textContent = note.code;
    node.append(code);
  }
  if (note.button) {
    const button = document.createElement('button');
    const { label, press } = note.button;
    button.textContent = label;
    button.addEventListener('click', press);
    node.append(button);
  }
}
