/** Scrolls to what has come up. In a notebook only where somebody is at work in the panel: it would drag the page away. */
export function bringIntoView(element: HTMLElement | null): void {
  const panel = element?.closest('.cotune');
  if (panel?.closest('.ct-side') || panel?.contains(document.activeElement))
    element!.scrollIntoView?.({ block: 'nearest' });
}
