// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test, vi } from 'vitest';
import { Markdown } from '../../jupyter_ext/ui/markdown';
import attacks from '../agent/hostile.json';

/** Who the attacks would have asked; tests/host/test_injection.py plays them against a whole study. */
const EVIL = 'https://evil.example';
const FETCHING =
  'img, script, iframe, svg, video, audio, source, link, style, object, embed, form, input, [src], [style], [ping], [poster]';
const texts = Object.values(attacks).flatMap(list => list.map(text => text.replaceAll('{evil}', EVIL)));

test.each(texts)('nothing that is shown fetches, runs or hides: %s', text => {
  const asked = vi.fn();
  vi.stubGlobal('fetch', asked);
  const host = document.createElement('div');
  document.body.append(host);
  render(<Markdown text={text} />, host);
  expect(host.querySelectorAll(FETCHING)).toHaveLength(0);
  expect([...host.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))).toEqual(
    []
  );
  host.querySelectorAll('a').forEach(a => {
    expect(a.getAttribute('href')).toMatch(/^https?:\/\//);
    expect(a.textContent).toContain(a.getAttribute('href'));
    expect(a.getAttribute('rel')!.split(' ')).toEqual(expect.arrayContaining(['noopener', 'noreferrer']));
    expect(a.getAttribute('target')).toBe('_blank');
  });
  expect(asked).not.toHaveBeenCalled();
  host.remove();
});

test('a link that looks like another tells where it leads', () => {
  const host = document.createElement('div');
  render(<Markdown text={'[https://good.example](https://evil.ex\u0430mple/\u202e?d=1)'} />, host);
  expect(host.querySelector('a')!.textContent).toBe('https://good.example (https://evil.xn--exmple-4nf/%E2%80%AE?d=1)');
});
