import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Whether nothing has the keyboard: what had it has gone. */
export function isKeyboardFree(): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body;
}

/** When `shown` takes the place of what had the keyboard in here, it goes on at `next`. */
export function useKeyboardKept(
  place: RefObject<HTMLElement | null>,
  shown: string,
  next: (place: HTMLElement) => HTMLElement | null
): void {
  const before = useRef(shown);
  // Looked at while the elements of before are still there.
  const isHeld = before.current !== shown && place.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    before.current = shown;
    if (isHeld && place.current && isKeyboardFree()) next(place.current)?.focus();
  }, [shown]);
}

/** For the button that opens a form: when that closes, the keyboard is at the button again unless it is elsewhere. */
export function useFocusAfterForm(isOpen: boolean): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    if (wasOpen.current && !isOpen && isKeyboardFree()) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return button;
}
