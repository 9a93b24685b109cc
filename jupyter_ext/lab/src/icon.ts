import { LabIcon } from '@jupyterlab/ui-components';

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M3 19h18v2H3zM4 16.5l4.5-5.5 3.5 2.5L17.5 6l1.600 1.200-6.700 9.100-3.5-2.5-3.300 4z"/>
  <circle class="jp-icon3" fill="#616161" cx="19" cy="5" r="2.5"/>
</svg>`;

export const icon = new LabIcon({ name: 'cotune:icon', svgstr: SVG });
