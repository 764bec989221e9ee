/** Names whose value is a secret, whatever stands before: `POSTGRES_PASSWORD`, `x-api-key`, `clientSecret`. */
const secretName = new RegExp(
  [
    /(?:passw(?:or)?d|passphrase|secret|credential|token|jwt|api[._-]?key|senha|segredo|credencial|chave)(?:[._-]?(?:base|hash|key|value|\d))*/,
    /(?:access|account|auth|encryption|license|master|private|service|signing)[._-]?key/,
    /(?:^|[._-])(?:auth|otp|pass|pin|pw|pwd|session[._-]?id|sid|sig|signature)/,
    /(?:^|[._-])chave[._-]?(?:api|secreta|privada|de[._-]acesso)/,
    /[._-](?<!(?:public|primary|foreign)[._-])key/,
  ]
    .map(({ source }) => `(?:${source})$`)
    .join('|'),
  'i',
)

/** As in `dbPass`. */
const camelCase = /[a-z\d](?:Auth|Otp|Pass|Pin|Pwd|Sig)$/

export const namesSecret = (name: string): boolean => secretName.test(name) || camelCase.test(name)

/** Headers whose whole line is a secret: `Proxy-Authorization`, `Set-Cookie`. */
export const namesSecretHeader = (name: string): boolean => /(?:authorization|cookie)$/i.test(name)
