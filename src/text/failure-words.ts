import type { ProbeFailure } from '../model/service.ts'
import { foreign } from './foreign.ts'
import type { Language } from './language.ts'

/** Why a service is taken to be down, as people say it. */
export const failureWords = ({ reason, detail }: ProbeFailure, { failures }: Language): string => {
  if (reason === 'other') return failures.other(foreign(detail))
  if (reason === 'status') return failures.status(detail)
  if (reason === 'tls') return failures.tls(tlsFault(detail))
  return failures[reason]
}

/** What is wrong with a certificate, by the code of OpenSSL or of Node. */
const tlsFault = (code: string): 'expired' | 'untrusted' | 'name' | 'other' => {
  if (code === 'CERT_HAS_EXPIRED') return 'expired'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'name'
  return /SELF_SIGNED|UNABLE_TO|UNTRUSTED/.test(code) ? 'untrusted' : 'other'
}
