import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const say = (object, property, message) => ({ object, property, message });

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.cache', 'src/extproc/generated', '**/*.cjs', '**/*.mjs'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'max-params': ['error', 4],
      'no-console': ['error'],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-restricted-properties': [
        'error',
        say('Date', 'now', 'take the time from the Clock port, so that tests can move it'),
        say('process', 'env', 'only src/config reads the environment'),
        say('process', 'exit', 'only src/main.ts ends the process'),
      ],
    },
  },
  {
    files: ['src/page/**'],
    languageOptions: { parserOptions: { project: './src/page/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
  },
  { files: ['src/config/**'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['src/core/clock.ts', 'src/main.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['test/**', 'bench/**', 'tools/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        say('describe', 'only', 'a focused test hides the others'),
        say('it', 'only', 'a focused test hides the others'),
      ],
      'no-console': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
