import tseslint from 'typescript-eslint'
import rxjsX from 'eslint-plugin-rxjs-x'

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.vigilo', 'lib', 'extensions', 'eslint.config.js'] },
  ...tseslint.configs.strictTypeChecked,
  rxjsX.configs.strict,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      'rxjs-x/finnish': [
        'error',
        {
          functions: false,
          methods: false,
          // What returns a stream is a function, not a stream: only streams bear the $.
          types: { '^(__function|__type|OperatorFunction|MonoTypeOperatorFunction|UnaryFunction)$': false },
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes from the scheduler.' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
)
