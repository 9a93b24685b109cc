// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import type { ChatLine } from '../../jupyter_ext/ui/wire/wire';
import { recording } from './recorded';
import { find, goOn, host, play, playTo, settled, store, WITH_CARD } from './rendered';

const logged = vi.spyOn(console, 'error');
beforeEach(() => void logged.mockReset().mockImplementation(() => undefined));

const talk = recording.messages
  .flatMap(({ message }) => (message.kind === 'update' && message.talk ? [message.talk] : []))
  .at(-1)!;
const said = (seq: number, text: string, parts: Partial<ChatLine> = {}) =>
  ({ ...talk.lines[0]!, seq, who: 'agent', text, figures: [], candidates: [], ...parts }) as ChatLine;
const playLines = (...lines: ChatLine[]) => playTo(WITH_CARD, { talk: { ...talk, offset: 0, lines } });

test('an entry that can’t be laid out is shown as plain text, and the others and the cards stay', async () => {
  await playLines(said(1, 'broken **entry**', { candidates: null as never }), said(2, 'a whole **entry**'));
  expect(find('plain-line')!.textContent).toBe('broken **entry**');
  expect(host.querySelector('.ct-line strong')!.textContent).toBe('entry');
  expect(host.innerHTML).toContain('Approve');
  expect(logged).toHaveBeenCalled();
});

test('a study that can’t be laid out is not left standing as it was, and comes back with news that can', async () => {
  await play(WITH_CARD);
  const { table } = store.state.value.study!;
  await goOn(WITH_CARD, { table: { ...table, warnings: null as never } });
  expect(find('broken')!.textContent).toContain('cotune stop');
  expect(find('phase')).toBeNull();
  await goOn(WITH_CARD, { table });
  expect(find('broken')).toBeNull();
  expect(find('phase')).not.toBeNull();
});

test('news of an entry gets another try', async () => {
  await playLines(said(1, 'broken', { candidates: null as never }));
  await playLines(said(1, 'fine **again**'));
  await settled();
  expect(find('plain-line')).toBeNull();
  expect(host.querySelector('.ct-line strong')!.textContent).toBe('again');
});

test('a reply of thousands of code spans leaves the panel whole', async () => {
  await playLines(said(1, '`a` '.repeat(3000)));
  expect(host.querySelectorAll('.ct-line code')).toHaveLength(3000);
  expect(host.innerHTML).toContain('Approve');
});

test('what the agent has said is laid out once, whatever is new of the study', async () => {
  await playLines(said(1, 'a whole **entry**'));
  const looked = vi.spyOn(String.prototype, 'matchAll');
  await goOn(WITH_CARD, { saying: { text: '', notice: '' } });
  expect(looked).not.toHaveBeenCalled();
  looked.mockRestore();
});
