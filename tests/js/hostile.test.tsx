// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Markdown } from '../../jupyter_ext/ui/markdown';
import attacks from '../agent/hostile.json';

/** Who the attacks would have asked; tests/host/test_injection.py plays them against a whole study. */
const EVIL = 'https://evil.example';
const FETCHING =
  'img, script, iframe, svg, video, audio, source, link, style, object, embed, form, input, [src], [style], [ping], [poster]';
/** On a page without https a browser looks up the host of each anchor, clicked or not. */
const LOOKED_UP = '[href]';
const texts = Object.values(attacks).flatMap(list => list.map(text => text.replaceAll('{evil}', EVIL)));

let followed: HTMLAnchorElement[];

beforeEach(() => {
  followed = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    followed.push(this);
  });
});
afterEach(() => vi.restoreAllMocks());

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
  expect(host.querySelectorAll(LOOKED_UP)).toHaveLength(0);
  expect(asked).not.toHaveBeenCalled();
  host.querySelectorAll<HTMLElement>('[role=link]').forEach(link => {
    link.click();
    const { href, rel, target } = followed.at(-1)!;
    expect(href).toMatch(/^https?:\/\//);
    expect(link.textContent).toContain(href);
    expect(rel.split(' ')).toEqual(expect.arrayContaining(['noopener', 'noreferrer']));
    expect(target).toBe('_blank');
  });
  host.remove();
  expect(document.querySelectorAll(LOOKED_UP)).toHaveLength(0);
});

test('a link that looks like another tells where it leads', () => {
  const host = document.createElement('div');
  render(<Markdown text={'[https://good.example](https://evil.ex\u0430mple/\u202e?d=1)'} />, host);
  expect(host.querySelector('[role=link]')!.textContent).toBe(
    'https://good.example (https://evil.xn--exmple-4nf/%E2%80%AE?d=1)'
  );
});
