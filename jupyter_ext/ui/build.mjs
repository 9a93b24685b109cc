// Bundles the UI (an anywidget front-end module) into the Python package.
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const options = {
  entryPoints: { widget: 'jupyter_ext/ui/index.tsx' },
  outdir: 'src/cotune/ui/static',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: !watch,
  sourcemap: watch ? 'inline' : false,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'info'
};
if (watch) {
  const running = await context(options);
  await running.watch();
} else {
  await build(options);
}
