import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['jupyter_ext/lab/lib/**', 'jupyter_ext/ui/wire/wire.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strict],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'max-lines': ['error', 250],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Reading a signal's value subscribes to it.
      '@typescript-eslint/no-unused-expressions': 'off'
    }
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } }
  }
);
