// @vitest-environment happy-dom
import type { Kernel } from '@jupyterlab/services';
import { expect, test, vi } from 'vitest';
import { renderModule } from '../../jupyter_ext/lab/src/module';
import { RawModel } from '../../jupyter_ext/lab/src/raw_model';

const settled = () => new Promise(resolve => setTimeout(resolve, 20));

/** A kernel with one comm; `tell` is what comes from it on iopub. */
class FakeKernel {
  readonly clientId = 'c';
  readonly username = 'u';
  readonly info = Promise.resolve({ supported_features: [] });
  private listen: (_: unknown, message: object) => void = () => undefined;
  readonly iopubMessage = {
    connect: (slot: (_: unknown, message: object) => void, of: object) => (this.listen = slot.bind(of)),
    disconnect: () => true
  };

  sendShellMessage() {
    return { done: Promise.resolve({ content: { status: 'ok', comms: { panel: {} } } }) };
  }

  tell(state: object) {
    this.listen(null, {
      header: { msg_type: 'comm_msg' },
      content: { comm_id: 'panel', data: { method: 'update', state } }
    });
  }
}

test('a part of the state is not taken for the whole', async () => {
  const kernel = new FakeKernel();
  const model = new RawModel(kernel as unknown as Kernel.IKernelConnection, 'panel');
  const ended = vi.fn();
  void model.connect().then(ended);
  await settled();
  kernel.tell({ headline: 'Running' });
  await settled();
  expect(ended).not.toHaveBeenCalled();
  kernel.tell({ headline: 'Running', _esm: 'export default {}' });
  await vi.waitFor(() => expect(ended).toHaveBeenCalledWith(true));
  expect(model.get('headline')).toBe('Running');
});

test('a module that could not be loaded is loaded anew the next time', async () => {
  const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('file:///nowhere.js');
  const model = { get: () => 'text' } as unknown as RawModel;
  for (const times of [1, 2]) {
    await expect(renderModule(model, document.createElement('div'))).rejects.toThrow();
    expect(made).toHaveBeenCalledTimes(times);
  }
});
