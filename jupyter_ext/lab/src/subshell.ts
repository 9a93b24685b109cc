import { Kernel, KernelMessage } from '@jupyterlab/services';

const INFO_TIMEOUT_MS = 1500;
const REPLY_TIMEOUT_MS = 4000;

/** What the two control messages that are used here answer; @jupyterlab/services has no types for them. */
interface SubshellReply {
  status?: string;
  subshell_id?: string | string[];
}

/** The value, or null after a while. */
export function within<T>(ms: number, value: PromiseLike<T>): Promise<T | null> {
  return Promise.race([value, new Promise<null>(resolve => setTimeout(() => resolve(null), ms))]);
}

/**
 * A subshell of our own, so that clicks are heard while a cell runs; null where the kernel has none.
 * One per kernel and browser tab, kept over page reloads: each is a thread in the kernel, as long as that lives.
 */
export async function subshellOf(kernel: Kernel.IKernelConnection): Promise<string | null> {
  // While a cell is running just after a page load the info is not there yet: then ask anyway.
  const info = await within(INFO_TIMEOUT_MS, kernel.info);
  if (info && !(info.supported_features as string[] | undefined)?.includes('kernel subshells')) return null;
  const key = `cotune:subshell:${kernel.id}`;
  const kept = sessionStorage.getItem(key);
  if (kept) {
    const list = await control(kernel, 'list_subshell_request');
    if (list?.subshell_id?.includes(kept)) return kept;
  }
  const made = await control(kernel, 'create_subshell_request');
  if (made?.status !== 'ok' || typeof made.subshell_id !== 'string') return null;
  sessionStorage.setItem(key, made.subshell_id);
  return made.subshell_id;
}

async function control(kernel: Kernel.IKernelConnection, type: string): Promise<SubshellReply | null> {
  const message = KernelMessage.createMessage({
    msgType: type as 'debug_request',
    channel: 'control',
    session: kernel.clientId,
    username: kernel.username,
    content: {} as KernelMessage.IDebugRequestMsg['content']
  });
  const reply = await within(REPLY_TIMEOUT_MS, kernel.sendControlMessage(message, true).done);
  return reply ? (reply.content as unknown as SubshellReply) : null;
}
