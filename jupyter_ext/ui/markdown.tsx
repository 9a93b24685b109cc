import type { ComponentChildren } from 'preact';

/**
 * The little Markdown that agents write, as elements: paragraphs, lists, bold, italic, code, http(s) links.
 * There is no way to HTML or to an image in here: an image could carry data to whoever hosts it.
 */
export function Markdown({ text, mark = plain }: { text: string; mark?: Mark }) {
  const [head, rest] = cut(text);
  return (
    <>
      {blocks(head).map((block, key) => renderBlock(block, key, mark))}
      {rest && <p class="ct-plain">{mark(rest)}</p>}
    </>
  );
}

const MOST_MARKED_UP = 20_000;

/** A longer text is only text from the last line on that begins within. */
function cut(text: string): [head: string, rest: string] {
  if (text.length <= MOST_MARKED_UP) return [text, ''];
  const end = text.lastIndexOf('\n', MOST_MARKED_UP) + 1 || MOST_MARKED_UP;
  return [text.slice(0, end), text.slice(end)];
}

/** Renders a stretch of plain text; called from the beginning of the text to its end. */
export type Mark = (text: string) => ComponentChildren;
const plain: Mark = text => text;

type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'code'; text: string };

const BULLET = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;

export function blocks(text: string): Block[] {
  const found: Block[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const bullet = BULLET.exec(line);
    const last = found.at(-1);
    if (line.startsWith('```')) {
      let stop = i + 1;
      while (stop < lines.length && !lines[stop]!.startsWith('```')) stop++;
      found.push({ kind: 'code', text: lines.slice(i + 1, stop).join('\n') });
      i = stop;
    } else if (bullet) {
      const ordered = bullet[1] !== undefined;
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(bullet[2]!);
      else found.push({ kind: 'list', ordered, items: [bullet[2]!] });
    } else if (line.trim() === '') {
      found.push({ kind: 'paragraph', text: '' });
    } else if (last?.kind === 'paragraph' && last.text) {
      last.text += `\n${line}`;
    } else {
      found.push({ kind: 'paragraph', text: line.replace(/^#{1,6}\s+/, '') });
    }
  }
  return found.filter(block => block.kind !== 'paragraph' || block.text);
}

function renderBlock(block: Block, key: number, mark: Mark) {
  switch (block.kind) {
    case 'code':
      return <pre key={key}>{mark(block.text)}</pre>;
    case 'list': {
      const items = block.items.map((item, i) => <li key={i}>{inline(item, mark)}</li>);
      return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case 'paragraph':
      return <p key={key}>{inline(block.text, mark)}</p>;
  }
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])[*_]([^*_\s][^*_]*)[*_](?!\w)|!?\[([^[\]]*)\]\(([^)\s]{1,2000})\)/g;

/** Text with its marks; what is not understood stays as it was written. Marks within marks are at most three deep. */
function inline(text: string, mark: Mark): ComponentChildren {
  const shown: ComponentChildren[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) shown.push(mark(text.slice(from, match.index)));
    shown.push(marked(match, mark));
    from = match.index + match[0].length;
  }
  if (from < text.length) shown.push(mark(text.slice(from)));
  return shown;
}

function marked([whole, code, bold, italic, label, target]: RegExpMatchArray, mark: Mark): ComponentChildren {
  if (code !== undefined) return <code>{mark(code)}</code>;
  if (bold !== undefined) return <strong>{inline(bold, mark)}</strong>;
  if (italic !== undefined) return <em>{inline(italic, mark)}</em>;
  const isImage = whole!.startsWith('!');
  return (isImage ? null : link(label!, webAddress(target!))) ?? whole;
}

/**
 * A link tells where it leads, to the letter: what is behind a friendly label may carry data. It is no anchor before it
 * is clicked: on a page without https browsers look up the host of each anchor, and a host name may carry data too.
 */
function link(label: string, target: string | null): ComponentChildren {
  if (target === null) return null;
  return (
    <button class="ct-link ct-away" role="link" onClick={() => follow(target)}>
      {label && label !== target ? `${label} (${target})` : target}
    </button>
  );
}

/** VS Code opens nothing but anchors. */
function follow(target: string): void {
  const anchor = document.createElement('a');
  Object.assign(anchor, { href: target, target: '_blank', rel: 'noopener noreferrer nofollow' });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}

/** The address as a browser reads it, without characters that could disguise it; null if it isn't of the web. */
function webAddress(target: string): string | null {
  try {
    const { protocol, href } = new URL(target);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}
