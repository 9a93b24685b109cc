// @vitest-environment happy-dom
import { nullTranslator } from '@jupyterlab/translation';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { beforeEach, expect, test } from 'vitest';
import { memoryKey, NotebookView, PANEL_ID } from '../../jupyter_ext/lab/src/view';

const settled = () => new Promise(resolve => setTimeout(resolve, 20));

/** Nothing is ever told by it. */
const QUIET = { connect: () => true, disconnect: () => true };

/** A kernel that answers what the panel asks; `runs` says how the bootstrap line ends. */
class FakeKernel {
  readonly id = 'k';
  readonly clientId = 'c';
  readonly username = 'u';
  readonly info = Promise.resolve({ supported_features: [] });
  readonly iopubMessage = QUIET;
  readonly code: string[] = [];
  comms: Record<string, object> = {};
  runs: { status: string; ename?: string; evalue?: string } = { status: 'ok' };
  asked = 0;

  sendShellMessage() {
    this.asked++;
    return { done: Promise.resolve({ content: { status: 'ok', comms: this.comms } }) };
  }

  requestExecute({ code }: { code: string }) {
    this.code.push(code);
    return { done: Promise.resolve({ content: this.runs }) };
  }
}

let kernel: FakeKernel;
let view: NotebookView;
let context: { path: string; pathChanged: object };
let move: (path: string) => void;

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  kernel = new FakeKernel();
  const sessionContext = {
    kernelChanged: QUIET,
    statusChanged: QUIET,
    ready: Promise.resolve(),
    session: { kernel }
  };
  const pathChanged = {
    connect: (slot: () => void, owner: object) =>
      (move = path => {
        context.path = path;
        slot.call(owner);
      })
  };
  context = { path: 'n.ipynb', pathChanged };
  const notebook = { sessionContext, context } as unknown as NotebookPanel;
  view = new NotebookView(notebook, {
    trans: nullTranslator.load('cotune'),
    bootstrap: () => 'bring it',
    onAppear: () => undefined,
    onHeadline: () => undefined
  });
  await settled();
});

const button = () => view.node.querySelector('button')!;

test('a kernel without a panel is offered the line that makes one', () => {
  expect(view.node.dataset.state).toBe('no-panel');
  button().click();
  expect(kernel.code).toEqual(['bring it']);
});

test('a line that fails is no dead end, and is not offered for ever', async () => {
  localStorage.setItem(memoryKey('n.ipynb'), 'bring back what is gone');
  kernel.runs = { status: 'error', ename: 'UserError', evalue: 'there is no study' };
  button().click();
  await settled();
  expect(view.node.dataset.state).toBe('error');
  expect(view.node.textContent).toContain('there is no study');
  button().click();
  expect(view.node.dataset.state).toBe('no-panel');
  expect(view.node.querySelector('code')!.textContent).toBe('bring it');
});

test('a kernel that had its panel all along is connected to after the line', async () => {
  const before = kernel.asked;
  kernel.comms = { [PANEL_ID]: {} };
  button().click();
  await settled();
  expect(kernel.asked).toBeGreaterThan(before);
});

test('the line that brings a study back goes with a notebook that is renamed', () => {
  localStorage.setItem(memoryKey('n.ipynb'), 'bring back the study');
  move('renamed.ipynb');
  expect(localStorage.getItem(memoryKey('renamed.ipynb'))).toBe('bring back the study');
  expect(localStorage.getItem(memoryKey('n.ipynb'))).toBeNull();
});
